// Beside each table: copy it, save it as CSV, or, where it is a chart's, take a link to the chart.
(() => {
  "use strict";
  const texts = JSON.parse(document.getElementById("texts").textContent);
  const clean = (text) => text.replace(/\s+/g, " ").trim();
  const own = (cell) => {
    const copied = cell.cloneNode(true);
    for (const aside of copied.querySelectorAll("small, sup, [aria-hidden]")) aside.remove();
    return clean(copied.textContent);
  };
  const besides = (cell) => clean([...cell.querySelectorAll("small")].flatMap((small) => [...small.childNodes]).map((n) => n.textContent || " ").join(" "));
  const drawn = (cell) => cell.matches(".gs-picture, td"); // the head of a column that holds drawings alone

  // Rows of texts: a number's interval and base stand in columns of their own where the table has any.
  function rows(table) {
    const every = [...table.tHead.rows[0].cells];
    const told = (cells) => cells.filter((_, i) => !drawn(every[i]));
    const heads = told(every);
    const apart = (row) => [...row.cells].flatMap((cell) => Array(cell.colSpan).fill(cell)); // empty ones side by side are one
    const body = [...table.tBodies[0].rows].map((row) => told(apart(row)));
    const noted = heads.map((_, i) => body.some((cells) => cells[i]?.querySelector("small")));
    const split = (cell, i, first, second) => (noted[i] ? [first(cell), second(cell)] : [first(cell)]);
    return [
      heads.flatMap((cell, i) => split(cell, i, (c) => clean(c.textContent), () => texts.beside)),
      ...body.map((cells) => cells.flatMap((cell, i) => split(cell, i, own, besides))),
    ];
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

  for (const details of document.querySelectorAll(".figures details:has(table), .wide:has(table)")) {
    const table = details.querySelector("table");
    const place = details.closest("figure, .wide");
    const about = clean((place.querySelector("h3, h4") ?? details.querySelector("summary")).textContent);
    const tools = document.createElement("p");
    tools.className = "tools";
    tools.append(
      ...taking(table, about, place.id),
      button(texts.link, about, async () => { await copy(`${location.href.split("#")[0]}#${place.id}`); return texts.copied; }),
    );
    if (!details.querySelector(":scope .tools")) table.closest(".scroll").after(tools);
  }
  const beneath = (table, about, name) => {
    const tools = document.createElement("p");
    tools.className = "tools beneath";
    tools.append(...taking(table, about, name));
    table.parentElement.append(tools);
  };
  for (const table of document.querySelectorAll(".gs-verdicts")) beneath(table, table.getAttribute("aria-label"), "verdicts");
  for (const page of document.querySelectorAll(".page")) {
    const about = clean(page.querySelector("h3").textContent);
    page.querySelectorAll(".sheet, .turns").forEach((table, i) => {
      beneath(table, `${about}, ${clean(table.parentElement.querySelector("h4").textContent)}`, `${page.id}-${i + 1}`);
    });
    page.querySelector(".onward").append(
      button(texts.link, about, async () => { await copy(`${location.href.split("#")[0]}#${page.id}`); return texts.copied; }),
    );
  }
})();
