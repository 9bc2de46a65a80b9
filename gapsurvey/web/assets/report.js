// While the report is made: how far it is, asked for twice a second.
import "./page.js";

const step = document.getElementById("step");
const share = document.getElementById("share");

async function ask() {
  try {
    const response = await fetch("/report/progress");
    const told = await response.json();
    if (!response.ok || told.done) return location.reload();
    if (told.step !== step.textContent) step.textContent = told.step;
    share.value = told.share;
  } catch {
    step.textContent = "The server does not answer; asking again …";
  }
  setTimeout(ask, 500);
}
if (step) setTimeout(ask, 300);
