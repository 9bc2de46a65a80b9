// What every stage needs: ask the server for a change, show what it says, go where it sends.
const seal = document.querySelector('meta[name="seal"]').content;
const alertBox = document.getElementById("alert");

export function complain(where, found, fix) {
  const box = document.createElement("div");
  box.className = "problem";
  const first = box.appendChild(document.createElement("p"));
  first.appendChild(document.createElement("strong")).textContent = where;
  first.append(`: ${found}.`);
  box.appendChild(document.createElement("p")).textContent = fix;
  alertBox.replaceChildren(box);
}

// The answer's JSON, or null where there is none: then the visitor has been told why.
export async function send(method, path, body = null, headers = {}) {
  let response, told;
  try {
    response = await fetch(path, { method, body, headers: { "X-Seal": seal, ...headers } });
    told = await response.json();
  } catch {
    if (response?.status === 503) complain("this page", "too many people are using it", "Try again in a minute.");
    else complain("this page", "the server did not answer", "Check that it still runs and try again; nothing you confirmed is lost.");
    return null;
  }
  if (told.alert) alertBox.innerHTML = told.alert;
  if (told.next) location.assign(told.next);
  for (const name of ["stage", "header"]) {
    if (told[name] !== undefined) document.getElementById(name).innerHTML = told[name];
  }
  return response.ok ? told : null;
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.dataset.send) return;
  event.preventDefault();
  if (form.dataset.sure && !confirm(form.dataset.sure)) return;
  const button = form.querySelector("button");
  button.disabled = true;
  alertBox.replaceChildren();
  const headers = form.dataset.file ? { "File-Name": encodeURIComponent(form.dataset.file) } : {};
  await send(form.dataset.send, form.getAttribute("action"), null, headers);
  button.disabled = false;
});

// A page that the browser kept, as behind its back button, shows the state of then.
addEventListener("pageshow", (event) => event.persisted && location.reload());
