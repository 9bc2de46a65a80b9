// Beside each table: copy it, save it as CSV, or, where it is a chart's, take a link to the chart.
(() => {
  "use strict";
  const texts = JSON.parse(document.getElementById("texts").textContent);
  const clean = (text) => text.replace(/\s+/g, " ").trim();
  // What a cell tells, and what stands small beside it: on lines of their own in a grid, in elements elsewhere.
  function told(cell) {
    const copied = cell.cloneNode(true);
    const small = [...copied.querySelectorAll("small")];
    for (const aside of copied.querySelectorAll("small, sup, [aria-hidden]")) aside.remove();
    if (!cell.matches(".grid td")) return [clean(copied.textContent), clean(small.map((one) => one.textContent).join(" "))];
    const [own, ...lines] = copied.textContent.split("\n");
    return [clean(own), clean(lines.join(" "))];
  }
  const drawn = (cell) => cell.matches(".gs-picture, td"); // the head of a column that holds drawings alone

  // Rows of texts: a number's interval and base stand in columns of their own where the table has any.
  function rows(table) {
    const every = [...table.tHead.rows[0].cells];
    const written = (cells) => cells.filter((_, i) => !drawn(every[i]));
    const heads = written(every).map((cell) => [clean(cell.textContent), texts.beside]);
    const apart = (row) => [...row.cells].flatMap((cell) => Array(cell.colSpan).fill(cell)); // empty ones side by side are one
    const body = [...table.tBodies[0].rows].map((row) => written(apart(row)).map(told));
    const noted = heads.map((_, i) => body.some((cells) => cells[i]?.[1]));
    return [heads, ...body].map((cells) => cells.flatMap(([own, beside], i) => (noted[i] ? [own, beside] : [own])));
  }

  // Signs as programs read them; and a text that one would take for a formula is marked as a text.
  const signed = (text) => text.replace(/^\+(?=[\d$€£¥])/, "").replace(/^−(?=[\d$€£¥])/, "-");
  const inert = (raw) => { const text = signed(raw); return /^[=+@\t\r]|^-(?![\d$€£¥])/.test(text) ? `'${text}` : text; };
  const csv = (lines) => lines.map((line) => line.map((text) => `"${inert(text).replaceAll('"', '""')}"`).join(",")).join("\r\n");
  const tabbed = (lines) => lines.map((line) => line.map(inert).join("\t")).join("\n");

  async function copy(text) {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
    return undefined;
  }

  function save(name, text) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv;charset=utf-8" }));
    link.download = `${name}.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  function button(said, about, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = said;
    const unseen = document.createElement("span");
    unseen.className = "unseen";
    unseen.textContent = `: ${about}`;
    made.append(unseen);
    made.addEventListener("click", async () => {
      const done = await act();
      if (!done) return;
      made.firstChild.textContent = done;
      setTimeout(() => { made.firstChild.textContent = said; }, 2000);
    });
    return made;
  }

  const taking = (table, about, name) => [
    button(texts.copy, about, async () => { await copy(tabbed(rows(table))); return texts.copied; }),
    button(texts.save, about, () => save(name, csv(rows(table)))),
  ];
  const linking = (place, about) =>
    button(texts.link, about, async () => { await copy(`${location.href.split("#")[0]}#${place.id}`); return texts.copied; });

  // The buttons of a table, and whether they stand beneath it where nothing moves for them.
  function toolbar(buttons, beneath = false) {
    const tools = document.createElement("p");
    tools.className = beneath ? "tools beneath" : "tools";
    tools.append(...buttons);
    return tools;
  }

  // A table of a figure, or one of several of the same numbers.
  function equipGrid(table) {
    const scroll = table.closest(".scroll");
    const place = table.closest("figure, .wide");
    const about = scroll.getAttribute("aria-label");
    const every = [...place.querySelectorAll(".grid")];
    const name = every.length > 1 ? `${place.id}-${every.indexOf(table) + 1}` : place.id;
    scroll.after(toolbar([...taking(table, about, name), linking(place, about)]));
  }

  function equipSheet(table) {
    const page = table.closest(".page");
    const about = `${clean(page.querySelector("h3").textContent)}, ${clean(table.parentElement.querySelector("h4").textContent)}`;
    const name = `${page.id}-${[...page.querySelectorAll(".sheet, .turns")].indexOf(table) + 1}`;
    table.parentElement.append(toolbar(taking(table, about, name), true));
  }

  function equip(table) {
    if (table.matches(".grid")) equipGrid(table);
    else if (table.matches(".sheet, .turns")) equipSheet(table);
    else table.parentElement.append(toolbar(taking(table, table.getAttribute("aria-label"), "verdicts"), true));
  }

  // Most tables are folded away and stay so: they have their buttons once they are seen.
  const equipped = new WeakSet();
  function equipSeen(around) {
    for (const one of around.querySelectorAll("table, .onward")) {
      if (equipped.has(one) || one.closest("details:not([open])")) continue;
      equipped.add(one);
      const page = one.closest(".page");
      if (one.matches("table")) equip(one);
      else one.append(linking(page, clean(page.querySelector("h3").textContent)));
    }
  }
  equipSeen(document);
  document.addEventListener("toggle", ({ target }) => { if (target.open) equipSeen(target); }, true); // it does not bubble
})();
