// The pairs: what customers were asked, what colleagues believe, what is counted, and what to do about it.
import { asking, button, called, capital, el, field, freshId, headed, input, named, problem, select } from "./parts.js";
import { atPrice, featuresOf, pointsAsText, pointsOf, scalesOf } from "./study.js";

const SURE = { sure: "sure", likely: "likely", chosen: "your choice", restored: "as before" };
const open = new Set(); // rows whose answers are shown
const answers = new Map(); // what was shown of a row, by what it asks

export function renderPairs(place, page) {
  const rows = page.state.form.rows.map((row, at) => ({ row, at }));
  const countable = rows.filter(({ row }) => Object.keys(row.question).length);
  const others = rows.filter(({ row }) => !Object.keys(row.question).length);
  const add = button("Pair two other questions", "", "add", () => page.search({ title: "A pair of your own" }));
  const none = el("p", {}, "No pair yet. Search both files for questions that mirror each other.");
  const parts = [countable.length ? table(countable, page) : none];
  parts.push(el("p", {}, add));
  if (others.length) {
    const summary = `${others.length === 1 ? "1 more pair" : `${others.length} more pairs`} cannot be counted as asked`;
    const kept = place.querySelector("details.others")?.open;
    parts.push(el("details", { class: "others", open: kept }, el("summary", {}, summary), table(others, page)));
  }
  parts.push(el("div", { class: "said" }));
  place.replaceChildren(...parts);
}

function table(rows, page) {
  const sides = asking(page.state.survey);
  const heads = [...sides, "Counted as", "How sure", "Your decision"];
  return el(
    "table",
    { class: sides.length > 2 ? "pairs many" : "pairs", role: "table" },
    headed(heads),
    rows.map(({ row, at }) => body(row, at, page)),
  );
}

function body(row, at, page) {
  const cell = (name, ...children) => el("td", { role: "cell", class: name }, ...children);
  const label = (text) => el("span", { class: "narrow", "aria-hidden": "true" }, text);
  const under = el("div", { class: "said" });
  const notes = row.notes.filter((note) => row.decision !== "accepted" || !note.startsWith("Left out"));
  for (const note of notes) under.append(el("p", { class: "soft" }, note));
  under.append(...scales(row, page));
  const shown = el("div", { id: freshId(), class: "answers", hidden: !open.has(row.id) });
  under.append(shown);
  if (open.has(row.id)) show(row, shown, page);
  return el(
    "tbody",
    { role: "rowgroup", class: row.decision, "data-at": `rows.${at}` },
    el(
      "tr",
      { role: "row" },
      called(page.state.survey).map((name, side) => cell(sideOf(side), label(capital(name)), asked(row, side))),
      cell("counted", counted(row, at, page, under)),
      cell("how", sure(row)),
      cell("decision", decision(row, page, shown)),
    ),
    el("tr", { role: "row", class: "under" }, el("td", { role: "cell", colspan: page.state.survey.sides.length + 3 }, under)),
  );
}

function asked(row, side) {
  const text = row.texts[side];
  if (!text && !row.columns[side].length) return [el("span", { class: "soft" }, side ? "nobody was asked" : "what other pairs count")];
  const names = named(row.columns[side], text);
  return [el("span", { class: "text" }, text), names ? el("small", { class: "soft" }, names) : null];
}

function sure(row) {
  return [el("strong", { class: row.confidence }, SURE[row.confidence]), el("small", { class: "soft" }, row.reason)];
}

// What is asked, and how it is counted: a choice where there is one.
function counted(row, at, page, under) {
  const { words } = page.state;
  const about = row.texts.find(Boolean) ?? "";
  const again = async (change) => {
    const [customers, employees, ...further] = row.columns;
    const problems = await page.pair({ row: row.id, customers, employees, further, shape: "", asks: "", ...change });
    problems?.forEach((found) => under.append(problem(found)));
  };
  const choose = (key, choices, value, names, label) => {
    if (choices.length < 2) return el("span", {}, names[value] ?? value);
    const change = (chosen) => again({ [key]: chosen, ...(key === "asks" ? { shape } : {}) });
    const attributes = { "aria-label": `${label}: ${about}`, "data-key": `${row.id}.${key}` };
    return select(value, choices.map((name) => [name, names[name] ?? name]), change, attributes);
  };
  const shape = row.question.shape ?? row.shapes[0];
  const parts = [];
  if (row.question.asks) parts.push(choose("asks", row.asks, row.question.asks, words.asks, "What is asked"));
  parts.push(choose("shape", row.shapes, shape, words.shapes, "Counted as"));
  if (row.question.asks && atPrice(row)) {
    const put = (value) => {
      row.price = value;
      page.changed();
    };
    parts.push(field("at the price", input(row.price, put, { inputmode: "decimal", "data-key": `${row.id}.price` }), `rows.${at}.price`));
  }
  return parts;
}

function decision(row, page, shown) {
  const about = row.texts.find(Boolean) ?? "";
  const can = Object.keys(row.question).length > 0;
  const decide = (to) => () => {
    row.decision = row.decision === to ? "open" : to;
    page.changed(true, 0);
  };
  const own = (text, key, onclick, attributes) => button(text, about, `${row.id}.${key}`, onclick, attributes);
  const choice = (to, is, key, decision) =>
    can ? own(row.decision === decision ? is : to, key, decide(decision), { "aria-pressed": row.decision === decision }) : null;
  const toggle = () => {
    if (open.has(row.id)) open.delete(row.id);
    else open.add(row.id);
    see.setAttribute("aria-expanded", open.has(row.id));
    shown.hidden = !open.has(row.id);
    if (open.has(row.id)) show(row, shown, page);
  };
  const see = own("Answers", "answers", toggle, { "aria-expanded": open.has(row.id), "aria-controls": shown.id });
  return el(
    "div",
    { class: "buttons", role: "group", "aria-label": about },
    choice("Accept", "Accepted", "accept", "accepted"),
    choice("Reject", "Rejected", "reject", "rejected"),
    row.columns[0].length ? own("Change", "change", () => page.search({ title: "Change this pair", row })) : null,
    can ? see : null,
  );
}

// The points of a rating, which may be turned round, or written anew.
function scales(row, page) {
  if (row.question.shape !== "rating") return [];
  return scalesOf(row).map(({ side, part }) => {
    const area = el("textarea", { rows: Math.min(part.scale.length + 1, 12), spellcheck: "false", "data-key": `${row.id}.scale.${side}` });
    area.value = pointsAsText(part.scale);
    area.addEventListener("input", () => {
      part.scale = pointsOf(area.value);
      page.changed();
    });
    const turn = () => {
      part.scale.reverse();
      area.value = pointsAsText(part.scale);
      ends.textContent = between(part.scale);
      page.changed();
    };
    const ends = el("span", {}, between(part.scale));
    const about = row.texts.find(Boolean) ?? "";
    return el(
      "details",
      { class: "scale" },
      el("summary", {}, side === "both" ? "Scale: " : `Scale of ${side}: `, ends),
      field("Its points, lowest first, one per line", area, ""),
      button("Turn it round", about, `${row.id}.turn.${side}`, turn),
    );
  });
}

const between = (scale) => `${[scale[0]].flat()[0] ?? "…"} to ${[scale.at(-1)].flat()[0] ?? "…"}`;

// --- answers ------------------------------------------------------------------------------------------------------------------

async function show(row, place, page) {
  const names = [...featuresOf(row.question)].map((name) => page.state.form.features[name]?.label);
  const key = JSON.stringify([row.id, row.question, row.price, names]);
  if (!answers.has(key)) {
    place.replaceChildren(el("p", { class: "soft", role: "status" }, "Counting …"));
    await page.settled();
    const response = await fetch(`/pair/preview?row=${encodeURIComponent(row.id)}`);
    const told = response.ok ? await response.json().catch(() => null) : null;
    if (told?.groups) answers.set(key, told);
    else {
      const failed = [{ found: "the answers could not be counted", fix: "Reload the page." }];
      place.replaceChildren(...(told?.problems ?? failed).map(problem));
      return;
    }
  }
  const { audiences, groups } = answers.get(key);
  place.replaceChildren(...groups.map((each) => group(audiences, each)));
  if (groups.some(({ bases, bars }) => bases.some((base, side) => side && base && bars.some(({ shares }) => shares[side] === null)))) {
    place.append(el("p", { class: "soft" }, "–: so few colleagues gave this answer, or another one, that it is not told."));
  }
  if (!groups.length) place.append(el("p", { class: "soft" }, "These answers mean something only together; the report shows them."));
}

const sideOf = (at) => (at ? "believers" : "customers");
// Audiences as columns are headed: several that believe by their own names.
const heading = (audiences, at) => {
  const name = at && audiences.length === 2 ? "colleagues" : audiences[at];
  return capital(name);
};

function group(audiences, { label, bases, bars }) {
  const titles = bases.map((base, at) => (base ? `${heading(audiences, at)}, of ${base}` : heading(audiences, at)));
  const head = (text, at) => el("th", { scope: "col", class: sideOf(at) }, text);
  const shown = audiences.length > 2 ? titles : []; // two sides are told apart by their colours, wherever no head is seen
  return el(
    "div",
    {},
    el(
      "table",
      { class: "bars" },
      el("caption", { class: label ? null : "hidden" }, label || "Answers"),
      el("thead", {}, el("tr", {}, el("td", {}), titles.map(head))),
      el("tbody", {}, bars.map((bar) => line(bar, shown))),
    ),
  );
}

const line = ({ label, shares }, shown) =>
  el("tr", {}, el("th", { scope: "row" }, label), shares.map((share, at) => bar(share, sideOf(at), shown[at])));

function bar(share, name, whose) {
  const told = whose ? el("span", { class: "narrow", "aria-hidden": "true" }, whose) : null;
  if (share === null) return el("td", { class: name }, told, "–");
  const drawn = el("span", { class: "bar", "aria-hidden": "true" });
  drawn.style.width = `${share * 0.7}%`;
  return el("td", { class: name }, told, share ? drawn : null, el("span", {}, `${share}%`));
}

// --- what is in no pair --------------------------------------------------------------------------------------------------------

export function renderLeft(place, page) {
  const { form, survey } = page.state;
  const taken = form.rows.filter((row) => row.decision !== "rejected");
  const used = survey.sides.map((_, side) => new Set(taken.flatMap((row) => row.columns[side])));
  const apart = (side, column, text) => {
    const audience = form.audiences[survey.sides[side].audiences[0].name];
    if (Object.values(audience.segments ?? {}).includes(column)) return null;
    const onclick = () => {
      audience.segments = { ...audience.segments, [text.slice(0, 60).trim() || column]: column };
      page.changed(true, 0);
    };
    return button("Show as groups", text, `groups.${side}.${column}`, onclick);
  };
  const names = called(survey);
  const lists = survey.sides.map(({ left, file, questions, audiences }, side) => {
    const why = new Map(left.map((question) => [question.columns[0], question.why]));
    const groups = audiences.flatMap(({ segments }) => Object.values(segments));
    const rest = [
      ...left,
      ...questions.filter(({ columns, elsewhere }) => {
        return !elsewhere && !columns.some((name) => why.has(name) || groups.includes(name)); // a pair had it
      }),
    ].filter(({ columns }) => !columns.some((name) => used[side].has(name)));
    const items = rest.map(({ columns, text }) => {
      const told = why.get(columns[0]) ?? "in no pair now";
      const can = !/^(free text|numbers of the records|everybody|nobody)/.test(told);
      const start = names.map((_, at) => (at === side ? columns : []));
      const onclick = () => page.search({ title: "A pair of your own", start });
      const buttons = [
        can ? button("Pair with …", text, `left.${side}.${columns[0]}`, onclick) : null,
        told.includes("segmentation") ? apart(side, columns[0], text) : null,
      ];
      const question = el("span", {}, text || columns[0], " ", el("small", { class: "soft" }, told));
      return el("li", {}, question, el("div", { class: "buttons" }, buttons));
    });
    const title = `Asked of ${names[side]} only: ${rest.length}`;
    const kept = place.querySelectorAll("details")[side]?.open ?? form.rows.length === 0;
    const summary = el("summary", {}, title, " ", el("small", { class: "soft" }, file));
    return el("details", { open: kept && rest.length > 0 }, summary, el("ul", { class: "left" }, items));
  });
  place.replaceChildren(...lists);
}
