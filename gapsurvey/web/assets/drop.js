// Files that are dropped or chosen: one after another to the server, and what it says of each into the page.
import { complain, send } from "./page.js";

const stage = document.getElementById("stage");
const most = Number(stage.dataset.most);
const waiting = []; // files on their way, in order
let sending = Promise.resolve();

const slot = (role) => stage.querySelector(`.slot[data-role="${role}"]`) ?? stage.querySelector('.slot[data-role="study"]');
const filled = (role) => Boolean(slot(role).querySelector(".file, .reading"));

// Where a file belongs: what its ending says, the place it was dropped on, or the first that is free.
function roleOf(file, wanted) {
  const name = file.name.toLowerCase();
  if (name.endsWith(".toml")) return "study";
  if (name.endsWith(".json") || wanted === "other" || wanted === "study") return "other";
  if (wanted) return wanted;
  return ["customers", "employees"].find((role) => !filled(role)) ?? "other";
}

function mark() {
  for (const line of stage.querySelectorAll(".reading")) line.remove();
  waiting.forEach(reading);
  stage.classList.toggle("busy", waiting.length > 0);
}

function reading({ role, name }) {
  const line = document.createElement("p");
  line.className = "reading";
  line.setAttribute("role", "status");
  line.textContent = `Reading ${name} …`;
  slot(role).append(line);
}

function take(files, wanted) {
  let place = wanted;
  for (const file of files) {
    const role = roleOf(file, place);
    if (role === place) place = null; // the next one goes elsewhere
    if (file.size > most) {
      complain(file.name, `it is larger than the ${most >> 20} MB that this page takes`, "Export fewer columns, or use the command line.");
      continue;
    }
    const pending = { role, name: file.name };
    waiting.push(pending);
    mark();
    sending = sending.then(() => put(file, pending));
  }
}

async function put(file, pending) {
  const headers = { "File-Name": encodeURIComponent(pending.name), "Content-Type": "application/octet-stream" };
  const told = await send("PUT", `/files/${pending.role}`, file, headers);
  waiting.splice(waiting.indexOf(pending), 1);
  mark();
  if (told !== null) slot(pending.role).querySelector(".file")?.focus();
}

document.addEventListener("change", (event) => {
  if (event.target.type !== "file") return;
  take([...event.target.files], event.target.dataset.role);
  event.target.value = "";
});

const over = (event) => event.target.closest?.(".slot");
for (const kind of ["dragenter", "dragover"]) {
  document.addEventListener(kind, (event) => {
    event.preventDefault();
    for (const each of stage.querySelectorAll(".slot")) each.classList.toggle("over", each === over(event));
  });
}
document.addEventListener("dragleave", (event) => over(event)?.classList.remove("over"));
document.addEventListener("drop", (event) => {
  event.preventDefault();
  for (const each of stage.querySelectorAll(".slot")) each.classList.remove("over");
  const found = over(event)?.dataset.role ?? null;
  take([...event.dataTransfer.files], found);
});
