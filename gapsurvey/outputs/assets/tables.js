// Beside each chart's table: copy it, save it as CSV, or take a link to the chart.
(() => {
  "use strict";
  const texts = JSON.parse(document.getElementById("texts").textContent);
  const clean = (text) => text.replace(/\s+/g, " ").trim();
  const own = (cell) => clean([...cell.childNodes].filter((node) => node.nodeName !== "SMALL" && node.nodeName !== "SUP").map((node) => node.textContent).join(""));

  // Rows of texts: a number's interval and base stand in columns of their own where the table has any.
  function rows(table) {
    const heads = [...table.tHead.rows[0].cells];
    const labels = heads.filter((cell) => !cell.classList.contains("number")).length;
    const body = [...table.tBodies[0].rows].map((row) => [...row.cells].flatMap((cell) => Array(cell.colSpan).fill(cell)));
    const noted = heads.map((_, i) => i >= labels && body.some((cells) => cells[i]?.querySelector("small")));
    const split = (cell, i, first, second) => (noted[i] ? [first(cell), second(cell)] : [first(cell)]);
    return [
      heads.flatMap((cell, i) => split(cell, i, (c) => clean(c.textContent), () => texts.beside)),
      ...body.map((cells) => cells.flatMap((cell, i) => split(cell, i, own, (c) => clean([...(c.querySelector("small")?.childNodes ?? [])].map((n) => n.textContent || " ").join(" "))))),
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

  for (const details of document.querySelectorAll(".figures details:has(table), .wide:has(table)")) {
    const table = details.querySelector("table");
    const place = details.closest("figure, .wide");
    const about = clean((place.querySelector("h3, h4") ?? details.querySelector("summary")).textContent);
    const tools = document.createElement("p");
    tools.className = "tools";
    tools.append(
      button(texts.copy, about, async () => { await copy(tabbed(rows(table))); return texts.copied; }),
      button(texts.save, about, () => save(place.id, csv(rows(table)))),
      button(texts.link, about, async () => { await copy(`${location.href.split("#")[0]}#${place.id}`); return texts.copied; }),
    );
    if (!details.querySelector(":scope .tools")) table.closest(".scroll").after(tools);
  }
  for (const page of document.querySelectorAll(".page")) {
    const about = clean(page.querySelector("h3").textContent);
    page.querySelector(".onward").append(
      button(texts.link, about, async () => { await copy(`${location.href.split("#")[0]}#${page.id}`); return texts.copied; }),
    );
  }
})();
