// Pieces of the page, made of nothing but elements and texts: whatever a survey holds stays text.
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined) continue;
    if (name.startsWith("aria-")) node.setAttribute(name, value);
    else if (value === false) continue;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

let made = 0;
export const freshId = () => `made-${(made += 1)}`;

// A control with its label. at: the path of the form's field, which problems of it carry.
export function field(label, control, at, hint = "") {
  control.id = control.id || freshId();
  const told = hint && el("small", { id: freshId(), class: "soft" }, hint);
  if (told) control.setAttribute("aria-describedby", told.id);
  return el("div", { class: "field", "data-at": at }, el("label", { for: control.id }, label), control, told);
}

export function input(value, put, attributes = {}) {
  const node = el("input", { type: "text", autocomplete: "off", ...attributes, oninput: () => put(node.value) });
  node.value = value;
  return node;
}

export function select(value, choices, put, attributes = {}) {
  const node = el(
    "select",
    { ...attributes, onchange: () => put(node.value) },
    choices.map(([key, text]) => el("option", { value: key, selected: key === value }, text)),
  );
  node.value = value;
  return node;
}

export function problem({ found, fix, exists }) {
  const there = exists ? ` There is: ${exists}.` : "";
  return el("p", { class: "problem wrong" }, el("strong", {}, `${capital(found)}.`), `${there} ${fix}`);
}

export const headed = (heads) =>
  el(
    "thead",
    { role: "rowgroup" },
    el("tr", { role: "row" }, heads.map((text) => el("th", { role: "columnheader", scope: "col" }, text))),
  );

// A small button. about: what it does that to, for who hears its name alone.
export const button = (text, about, key, onclick, attributes = {}) => {
  const label = about ? `${text}: ${about}` : null;
  return el("button", { type: "button", class: "quiet", "aria-label": label, "data-key": key, onclick, ...attributes }, text);
};

// What each side is called: customers, colleagues, and whoever answered in a further file.
export const called = ({ sides }) =>
  sides.map(({ audiences }, at) => ["customers", "colleagues"][at] ?? audiences.map(({ name }) => name.replaceAll("_", " ")).join(" and "));
export const capital = (text) => `${text[0].toUpperCase()}${text.slice(1)}`;
export const asking = (survey) => called(survey).map((name, at) => (at ? `${capital(name)} believe` : "Customers were asked"));

// Column names as a person recognises them: the first, and how many more.
export function named(columns, text) {
  const names = columns.filter((name) => name !== text);
  if (!names.length) return "";
  if (names.length === 1) return names[0];
  if (names[0].length > 30) return `${columns.length} columns`; // a tool that calls its columns by their questions
  return `${names[0]} … ${names.at(-1)} (${columns.length} columns)`;
}
