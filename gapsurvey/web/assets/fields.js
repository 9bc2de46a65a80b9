// The study's own fields, what could be offered, and the groups that are shown by themselves.
import { capital, el, field, headed, input, select } from "./parts.js";

const PERIODS = [["", "month, if nothing is said"], ["week", "week"], ["month", "month"], ["quarter", "quarter"], ["year", "year"]];
const number = { inputmode: "decimal" };

export function renderStudy(place, page, counted) {
  const { head, features } = page.state.form;
  const put = (key, structure = false) => (value) => {
    head[key] = value;
    page.changed(structure);
  };
  const text = (key, attributes = {}) => input(head[key], put(key), { "data-key": `head.${key}`, ...attributes });
  const first = counted.length ? `the first: ${features[counted[0]].label}` : "the first feature";
  const about = [["", first], ...counted.map((name) => [name, features[name].label])];
  place.replaceChildren(
    el(
      "div",
      { class: "fields" },
      field("Title", text("title"), "head.title"),
      field("The question that decides", text("question"), "head.question", "Such as: Should we launch 24×7 support?"),
      field("It is about", select(head.subject, about, put("subject")), "head.subject"),
      field("Currency", text("currency", { maxlength: 3, spellcheck: "false" }), "head.currency", "Three letters: USD, EUR."),
      field("Prices are per", select(head.period, PERIODS, put("period")), "head.period"),
      field("Customers in the market", text("market", number), "head.market", "To whom it would be sold. For a verdict in money."),
      field("Periods to look ahead", text("horizon", number), "head.horizon", "Such as 36 months. For a verdict in money."),
    ),
  );
}

export function renderFeatures(place, page, counted) {
  const { features } = page.state.form;
  if (!counted.length) {
    place.replaceChildren(el("p", { class: "soft" }, "Nothing yet: accepted pairs say what they are about."));
    return;
  }
  const cell = (name, key, label, attributes) => {
    const put = (value) => {
      features[name][key] = value;
      page.changed();
    };
    const told = `${label} of ${features[name].label || name}`;
    const control = input(features[name][key], put, { "aria-label": told, "data-key": `features.${name}.${key}`, ...attributes });
    const shown = el("span", { class: "narrow", "aria-hidden": "true" }, label);
    return el("td", { role: "cell", "data-at": `features.${name}.${key}` }, shown, control);
  };
  const row = (name) => {
    const told = `Count ${features[name].label || name}`;
    const box = el("input", { type: "checkbox", "aria-label": told, "data-key": `features.${name}.counted` });
    box.checked = features[name].counted;
    box.addEventListener("change", () => {
      features[name].counted = box.checked;
      page.changed();
    });
    return el(
      "tr",
      { role: "row", "data-at": `features.${name}` },
      el("td", { role: "cell", class: "tick" }, el("span", { class: "narrow", "aria-hidden": "true" }, "Counts"), box),
      cell(name, "label", "Name", { class: "wide" }),
      cell(name, "price", "Price", number),
      cell(name, "launch", "Cost to launch", number),
      cell(name, "per_customer", "Cost per customer", number),
    );
  };
  const heads = ["Counts", "Name in the report", "Price per period", "Cost to launch", "Cost per customer and period"];
  place.replaceChildren(
    el("p", { class: "soft" }, "With a price and a cost, a feature gets a verdict in money. A name should read on after “customers want …”."),
    el(
      "table",
      { class: "features", role: "table" },
      headed(heads),
      el("tbody", { role: "rowgroup" }, counted.map(row)),
    ),
  );
}

export function renderGroups(place, page) {
  const { form, survey } = page.state;
  const groups = survey.sides.flatMap(({ audiences, questions }) => audiences.map((each) => ({ ...each, questions })));
  const sets = groups.map(({ name: audience, segments, questions }, at) => {
    const own = form.audiences[audience].segments ?? {};
    const offered = { ...segments, ...own };
    const boxes = Object.entries(offered).map(([name, column]) => {
      const box = el("input", { type: "checkbox", "data-key": `groups.${audience}.${name}` });
      box.checked = name in own;
      box.addEventListener("change", () => {
        const kept = form.audiences[audience].segments ?? {};
        if (box.checked) kept[name] = column;
        else delete kept[name];
        if (Object.keys(kept).length) form.audiences[audience].segments = kept;
        else delete form.audiences[audience].segments;
        page.changed();
      });
      const text = questions.find(({ columns }) => columns.includes(column))?.text ?? column;
      const label = el("label", {}, box, ` ${name} `, el("small", { class: "soft" }, text));
      return el("div", { class: "check", "data-at": `audiences.${audience}.segments.${name}` }, label);
    });
    const none = el("p", { class: "soft" }, "No question divides them into a few groups.");
    const colleagues = groups.length > 2 ? capital(audience.replaceAll("_", " ")) : "Colleagues";
    const legend = el("legend", {}, at ? colleagues : "Customers");
    return el("fieldset", { "data-at": `audiences.${audience}` }, legend, boxes.length ? boxes : none);
  });
  place.replaceChildren(
    el("div", { class: "fields" }, sets),
    el("p", { class: "soft" }, "Groups of fewer than five colleagues are never shown."),
  );
}
