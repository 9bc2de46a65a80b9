// Questions chosen by searching: a dialog with a combobox for each side.
import { asking, el, freshId, named, problem } from "./parts.js";

const MOST = 60; // options that are listed; a further word narrows them

export function openSearch(page, { title, row = null, start = row?.columns ?? [] }) {
  const dialog = document.getElementById("search");
  const { sides } = page.state.survey;
  const from = document.activeElement?.dataset.key;
  const boxes = asking(page.state.survey).map((label, at) => {
    const optional = at > 0 && sides.length > 2;
    return combobox(label, sides[at].questions, start[at] ?? [], optional);
  });
  // The side that is still open: of several that believe, those of whom nothing is typed were not asked.
  const open = () => {
    const [mine, ...theirs] = boxes;
    const missing = theirs.filter(({ chosen, blank }) => !chosen() && !(theirs.length > 1 && blank()));
    const nobody = theirs.some(({ chosen }) => chosen()) ? [] : theirs;
    return [mine, ...missing, ...nobody].find(({ chosen }) => !chosen());
  };
  const told = el("div", { role: "alert" });
  const done = el("button", { type: "submit", class: "button go" }, "Hold them against each other");
  const form = el(
    "form",
    {
      onsubmit: async (event) => {
        event.preventDefault();
        const missing = open();
        if (missing) {
          const [two, more] = ["Choose a question on both sides.", "Choose a question there, or leave a side empty that was not asked."];
          told.replaceChildren(problem({ found: "one side is still open", fix: boxes.length > 2 ? more : two }));
          return missing.control.focus();
        }
        const [customers, employees, ...further] = boxes.map(({ chosen }) => chosen() ?? []);
        done.disabled = true;
        const problems = await page.pair({ row: row?.id ?? "", customers, employees, further, shape: "", asks: "" });
        done.disabled = false;
        if (problems === null) {
          dialog.close();
          return document.querySelector(`[data-key="${CSS.escape(from ?? "add")}"]`)?.focus();
        }
        told.replaceChildren(...problems.map(problem));
      },
    },
    el("h2", { id: "search-title" }, title),
    boxes.map(({ node }) => node),
    told,
    el("div", { class: "next" }, done, el("button", { type: "button", class: "button quiet", onclick: () => dialog.close() }, "Cancel")),
  );
  dialog.replaceChildren(form);
  dialog.showModal();
  (boxes.find(({ chosen }) => !chosen()) ?? boxes[1]).control.focus();
}

const words = (text) => text.toLowerCase().split(/\s+/).filter(Boolean);

// An input that searches, and the list of what it found. chosen: the columns of the question, null while there is none; optional:
// whether it may stay empty.
function combobox(label, questions, start, optional) {
  const list = el("ul", { role: "listbox", id: freshId(), "aria-label": label, hidden: true });
  const control = el("input", {
    type: "text", role: "combobox", id: freshId(), autocomplete: "off", spellcheck: "false", "aria-autocomplete": "list",
    "aria-expanded": "false", "aria-controls": list.id, placeholder: "Search by a word of the question",
  });
  const detail = el("small", { class: "soft", id: freshId() });
  control.setAttribute("aria-describedby", detail.id);
  let chosen = start.length ? start : null;
  let active = -1;
  const told = (question) => question.text || question.columns[0];
  const blank = () => !control.value.trim();
  const known = questions.find(({ columns }) => columns.some((name) => start.includes(name)));
  if (known) [control.value, detail.textContent] = [told(known), describe(known)];
  else if (optional) leftOut();

  function describe(question) {
    return [`they ${question.kind}`, named(question.columns, question.text)].filter(Boolean).join("; ");
  }

  function close() {
    list.hidden = true;
    active = -1;
    control.setAttribute("aria-expanded", "false");
    control.removeAttribute("aria-activedescendant");
  }

  function leftOut() {
    detail.textContent = "Left empty: they were not asked.";
    close();
  }

  function choose(question) {
    chosen = question.columns;
    control.value = told(question);
    detail.textContent = describe(question);
    close();
  }

  function mark(at) {
    const options = list.querySelectorAll('[role="option"]');
    if (!options.length) return;
    active = (at + options.length) % options.length;
    options.forEach((option, i) => option.setAttribute("aria-selected", i === active));
    options[active].scrollIntoView({ block: "nearest" });
    control.setAttribute("aria-activedescendant", options[active].id);
  }

  const keep = (event) => event.preventDefault(); // the focus, in the field

  function find(text) {
    const wanted = words(text);
    const found = questions.filter((question) => {
      const all = `${question.text} ${question.columns.join(" ")}`.toLowerCase();
      return wanted.every((word) => all.includes(word));
    });
    list.replaceChildren(
      ...found.slice(0, MOST).map((question) =>
        el(
          "li",
          { role: "option", id: freshId(), "aria-selected": "false", onpointerdown: keep, onclick: () => choose(question) },
          el("span", {}, told(question)),
          el("small", { class: "soft" }, describe(question)),
        ),
      ),
    );
    list.hidden = !found.length;
    active = -1;
    control.setAttribute("aria-expanded", String(found.length > 0));
    control.removeAttribute("aria-activedescendant");
    if (!found.length) detail.textContent = "No question holds these words.";
    return found;
  }

  let offered = [];
  control.addEventListener("input", () => {
    chosen = null;
    detail.textContent = "";
    if (optional && blank()) return leftOut();
    offered = find(control.value);
  });
  control.addEventListener("click", () => list.hidden && (offered = find(chosen ? "" : control.value)));
  control.addEventListener("blur", close);
  control.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) offered = find(chosen ? "" : control.value);
      mark(event.key === "ArrowDown" ? active + 1 : active - 1);
    } else if (event.key === "Enter" && !list.hidden && active >= 0) {
      event.preventDefault();
      choose(offered[active]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });
  const node = el("div", { class: "field search" }, el("label", { for: control.id }, label), control, list, detail);
  return { node, control, chosen: () => chosen, blank };
}
