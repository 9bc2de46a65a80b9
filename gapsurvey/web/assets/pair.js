// The pairing page: its state, kept at the server after every change, and what comes back beside the fields.
import { complain, send } from "./page.js";
import { renderFeatures, renderGroups, renderStudy } from "./fields.js";
import { el, problem } from "./parts.js";
import { renderLeft, renderPairs } from "./rows.js";
import { openSearch } from "./search.js";
import { featuresOf } from "./study.js";

const state = JSON.parse(document.getElementById("state").textContent);
const unchecked = state.problems === null; // somebody left before the answer came
state.problems ??= [];
const status = document.getElementById("status");
const make = document.getElementById("make");
const place = (name) => document.getElementById(name);
let dirty = false;
let saving = null;
let timer = 0;
let pairing = false;

const page = {
  state,
  // A change of the form; structure: whether what is shown must be built anew.
  changed(structure = false, wait = 400) {
    dirty = true;
    if (structure) render();
    tell();
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  },
  settled: () => save(),
  // Two questions held against each other, by choice: their rows take the place of `row`, or come after all.
  async pair(choice) {
    pairing = true;
    tell();
    await save();
    const told = await send("POST", "/pair/rows", JSON.stringify(choice), { "Content-Type": "application/json" });
    pairing = false;
    tell();
    if (!told || told.problems) return told?.problems ?? [];
    const { rows, features } = state.form;
    Object.assign(features, told.features);
    const at = rows.findIndex(({ id }) => id === told.row);
    if (at >= 0) rows.splice(at, 1, ...told.rows);
    else rows.push(...told.rows);
    page.changed(true, 0);
    return null;
  },
  search: (wanted) => openSearch(page, wanted),
};

async function save() {
  clearTimeout(timer);
  if (dirty) saving ??= kept();
  return saving;
}

async function kept() {
  while (dirty) {
    dirty = false;
    tell();
    const body = JSON.stringify({ version: state.version, form: state.form });
    const told = await send("PUT", "/pair", body, { "Content-Type": "application/json" });
    if (told === null) {
      dirty = true; // it is tried again with the next change
      break;
    }
    Object.assign(state, { version: told.version, problems: told.problems });
    document.getElementById("alert").replaceChildren();
  }
  saving = null;
  beside();
  tell();
}

// What is typed just before somebody leaves still arrives.
addEventListener("pagehide", () => {
  if (!dirty) return;
  const seal = document.querySelector('meta[name="seal"]').content;
  const version = state.version + (saving ? 1 : 0);
  const body = JSON.stringify({ version, form: state.form });
  fetch("/pair", { method: "PUT", keepalive: true, headers: { "X-Seal": seal, "Content-Type": "application/json" }, body });
});
addEventListener("beforeunload", (event) => {
  if (dirty && JSON.stringify(state.form).length > 50_000) event.preventDefault();
});

// --- what is shown ----------------------------------------------------------------------------------------------------------

function render() {
  const active = document.activeElement;
  const key = active?.dataset?.key;
  renderPairs(place("pairs"), page);
  renderLeft(place("left"), page);
  renderFeatures(place("features"), page, counted());
  renderStudy(place("study"), page, counted());
  renderGroups(place("groups"), page);
  beside();
  if (key) document.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
}

// The features that accepted questions are about, in the form's order.
function counted() {
  const used = new Set(state.form.rows.filter((row) => row.decision === "accepted").flatMap((row) => [...featuresOf(row.question)]));
  return Object.keys(state.form.features).filter((name) => used.has(name));
}

const holderOf = (at) => {
  for (let path = at; path; path = path.includes(".") ? path.slice(0, path.lastIndexOf(".")) : "") {
    const found = document.querySelector(`[data-at="${CSS.escape(path)}"]`);
    if (found) return found;
  }
  return null;
};

// Every problem beside its field.
function beside() {
  for (const old of document.querySelectorAll(".problem.wrong[data-told]")) old.remove();
  for (const node of document.querySelectorAll("[aria-invalid]")) node.removeAttribute("aria-invalid");
  for (const found of state.problems) {
    const holder = holderOf(found.at);
    if (!holder) continue;
    const told = problem(found);
    told.dataset.told = "";
    (holder.querySelector(":scope .said") ?? holder).append(told);
    holder.querySelector(":scope > input, :scope > select")?.setAttribute("aria-invalid", "true");
  }
}

function go(at) {
  const holder = holderOf(at) ?? document.getElementById("main");
  for (let node = holder; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
  const control = holder.querySelector("input, select, textarea, button") ?? holder;
  holder.scrollIntoView({ block: "center" });
  control.focus({ preventScroll: true });
}

function tell() {
  const busy = dirty || pairing || saving !== null;
  const { problems, form } = state;
  const waiting = form.rows.filter((row) => row.decision === "open" && Object.keys(row.question).length);
  const parts = [];
  if (busy) parts.push(el("p", {}, "Checking …"));
  else if (problems.length) {
    const links = problems.slice(0, 4).map((found) => {
      const text = `${nameOf(found.at) || found.where}: ${found.found}`;
      return el("li", {}, el("button", { type: "button", class: "link", onclick: () => go(found.at) }, text));
    });
    parts.push(el("p", {}, el("strong", {}, `${problems.length === 1 ? "1 thing" : `${problems.length} things`} to settle`)));
    parts.push(el("ul", {}, links, problems.length > 4 ? el("li", {}, `and ${problems.length - 4} more`) : null));
  } else parts.push(el("p", {}, el("strong", {}, "Everything is settled, and kept.")));
  if (waiting.length && !busy) {
    const first = () => go(`rows.${form.rows.indexOf(waiting[0])}`);
    const text = waiting.length === 1 ? "1 pair waits for you" : `${waiting.length} pairs wait for you`;
    const link = el("button", { type: "button", class: "link", onclick: first }, text);
    parts.push(el("p", { class: "soft" }, link, "; until accepted, what waits is not counted."));
  }
  status.replaceChildren(...parts);
  const stop = busy || problems.length > 0;
  make.setAttribute("aria-disabled", stop);
  make.setAttribute("aria-describedby", "status");
  document.getElementById("download").hidden = stop;
}

// What a person calls the field at a path.
function nameOf(at) {
  const [kind, key] = at.split(".");
  const short = (text) => (text.length > 60 ? `${text.slice(0, 59).trim()}…` : text);
  if (kind === "rows") return short(state.form.rows[key]?.texts.find(Boolean) ?? "Pairs");
  if (kind === "features") return short(state.form.features[key]?.label || key);
  const label = holderOf(at)?.querySelector("label")?.textContent;
  return label ?? "";
}

make.addEventListener("click", async () => {
  await save();
  if (dirty || state.problems.length) return go(state.problems[0]?.at ?? "");
  make.disabled = true;
  await send("POST", "/report");
  make.disabled = false;
});

addEventListener("unhandledrejection", () => complain("this page", "something went wrong", "Reload it; nothing that was kept is lost."));
render();
if (unchecked) page.changed(false, 0);
else tell();
make.disabled = false; // before, a click would be lost
