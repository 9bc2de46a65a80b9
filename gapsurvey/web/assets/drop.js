// Files that are dropped or chosen: one after another to the server, and what it says of each into the page.
import { complain, send } from "./page.js";

const stage = document.getElementById("stage");
const most = Number(stage.dataset.most);
const waiting = []; // files on their way, in order
let sending = Promise.resolve();

const slot = (role) => stage.querySelector(`.slot[data-role="${role}"]`) ?? stage.querySelector('.slot[data-role="study"]');
const filled = (role) => Boolean(slot(role).querySelector(".file, .reading"));

// Which place each file takes: what its ending says, the place it was dropped on, or what its name and the free places say.
function placed(files, wanted) {
  const ended = (...endings) => (file) => endings.some((ending) => file.name.toLowerCase().endsWith(ending));
  const exports = files.filter((file) => !ended(".toml", ".json")(file));
  const places = new Map(files.map((file) => [file, ended(".toml")(file) ? "study" : "other"]));
  if (wanted === "study" || wanted === "other") return places;
  const free = offered(exports, wanted);
  exports.slice(0, Math.max(free.length, 1)).forEach((file, i) => places.set(file, free[i]));
  return places;
}

// The places for these exports, in their order; partners have the last of three, or what is named after them.
function offered(exports, wanted) {
  const two = ["customers", "employees"];
  if (exports.length === 1) {
    if (wanted) return [wanted];
    return [...two, ...(ofPartners(exports[0]) ? ["partners"] : [])].filter((role) => !filled(role));
  }
  const third = exports.length > 2 ? exports.findIndex(ofPartners) : -1;
  if (third >= 0) exports.splice(2, 0, ...exports.splice(third, 1));
  if (two.includes(wanted)) two.sort((one) => (one === wanted ? -1 : 1));
  else if (exports.length && beliefs(exports[0]) && !beliefs(exports[1])) two.reverse();
  return [...two, "partners"];
}

const ofPartners = (file) => /partner|reseller|dealer|distributor|händler/i.test(file.name);
const beliefs = (file) => /employee|staff|colleague|team|intern|partner|sales|mitarbeit|belegschaft/i.test(file.name);

// The place of a role, seen: that of partners is folded away until somebody needs it.
function shown(role) {
  const place = slot(role);
  const folded = place.closest("details");
  if (folded) folded.open = true;
  return place;
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
  shown(role).append(line);
}

function take(files, wanted) {
  for (const [file, role] of placed(files, wanted)) {
    if (role === undefined) {
      shown("partners");
      complain(file.name, "both places are taken", "Drop it on the one that it is to replace, or on that of a third group: partners.");
    } else if (file.size > most) {
      complain(file.name, `it is larger than the ${most >> 20} MB that this page takes`, "Export fewer columns, or use the command line.");
    } else {
      const pending = { role, name: file.name };
      waiting.push(pending);
      mark();
      sending = sending.then(() => put(file, pending));
    }
  }
}

async function put(file, pending) {
  const headers = { "File-Name": encodeURIComponent(pending.name), "Content-Type": "application/octet-stream" };
  const told = await send("PUT", `/files/${pending.role}`, file, headers);
  waiting.splice(waiting.indexOf(pending), 1);
  mark();
  if (told !== null) slot(pending.role).querySelector(".file")?.focus();
}

function chosen(event) {
  take([...event.target.files], event.target.dataset.role);
  event.target.value = "";
}

// Each input is listened to itself: the stage may be drawn anew while the system's dialog is open, and its answer comes to the old one.
function listen() {
  for (const input of stage.querySelectorAll('input[type="file"]')) input.onchange = chosen;
}

listen();
new MutationObserver(listen).observe(stage, { childList: true, subtree: true });

// The place beneath the pointer, or the one that is folded away there.
const over = (event) => event.target.closest?.(".slot") ?? event.target.closest?.("details")?.querySelector(".slot");
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
