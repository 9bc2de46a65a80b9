// One choice of a group for the first screen's table: what is shown is copied from the tables of the features' own pages.
(() => {
  "use strict";
  const place = document.querySelector(".cut-by");
  if (!place) return;
  const select = place.querySelector("select");
  const told = document.querySelector(".cut-told");
  const cells = (row, names) => names.map((name) => row.querySelector(`td.${name}`));
  const lines = [...document.querySelectorAll(".gs-verdicts tbody tr")].flatMap((row) => {
    const link = row.querySelector(".gs-label a");
    const page = link && document.getElementById(link.hash.slice(1));
    const shown = cells(row, ["gs-picture", "gs-first", "gs-second", "gs-gap"]);
    const pay = row.querySelector("td.gs-pay");
    const whole = new Map([...shown, pay].filter(Boolean).map((cell) => [cell, { nodes: [...cell.childNodes], look: cell.className }]));
    return page ? [{ page, shown, pay, whole, asked: shown[3].textContent.trim() !== "–" }] : [];
  });

  const copied = (nodes) => [...nodes].map((node) => node.cloneNode(true));

  function restore({ whole }) {
    for (const [cell, { nodes, look }] of whole) {
      cell.replaceChildren(...nodes);
      cell.className = look;
    }
  }

  // Who of the group would pay, in the words of everybody's: the copied cell, with the group's figures.
  function pay(cell, own) {
    const [share, interval] = own?.querySelectorAll("b, small") ?? [];
    const words = share ? copied(cell.childNodes) : ["–"];
    cell.replaceChildren(...words);
    cell.classList.toggle("gs-none", !share);
    if (!share) return;
    cell.querySelector(".gs-customers").replaceChildren(...copied(share.childNodes));
    cell.querySelector("small span")?.replaceChildren(...copied(interval.childNodes));
  }

  function show(line, option) {
    restore(line);
    if (!option.value) return;
    const [picture, first, second, gap] = line.shown;
    const row = line.page.querySelector(`tr[data-cut="${option.dataset.cut}"]`);
    if (!("believers" in option.dataset) && line.pay) pay(line.pay, row?.cells[5]);
    if (!line.asked) return;
    if (!row) {
      for (const cell of [picture, first, second]) cell.replaceChildren();
      gap.replaceChildren(told.dataset.hidden);
      gap.classList.add("cut-hidden");
      return;
    }
    const [dots, answer, belief, between] = row.querySelectorAll("td");
    picture.replaceChildren(...copied(dots.childNodes));
    first.replaceChildren(...copied(answer.childNodes));
    second.replaceChildren(...copied(belief.childNodes));
    gap.replaceChildren(...copied(between.querySelectorAll("b, b + small")));
    second.className = `gs-number gs-second gs-${row.closest("table").dataset.look}`;
  }

  function choose() {
    const option = select.selectedOptions[0];
    for (const line of lines) show(line, option);
    for (const row of document.querySelectorAll("tr[data-cut]")) row.classList.toggle("chosen", Boolean(option.value) && row.dataset.cut === option.dataset.cut);
    const group = option.parentElement.label;
    const said = "believers" in option.dataset ? told.dataset.believers : told.dataset.customers;
    const gaps = lines.map(({ shown }) => shown[3]);
    const rated = gaps.some((gap) => gap.textContent.startsWith("θ"));
    const flagged = [...gaps, ...lines.flatMap((line) => line.pay ?? [])];
    const marks = new Set(flagged.flatMap((cell) => cell.querySelector("sup")?.textContent.split(" ") ?? []));
    const notes = [...marks].map((mark) => document.querySelector(`[data-mark="${mark}"]`)).filter(Boolean);
    told.replaceChildren(...(option.value ? [said.replace("{cut}", `${group}, ${option.label}`), rated ? ` ${told.dataset.theta}` : "", ...notes.flatMap((note) => [" ", note.cloneNode(true)])] : []));
  }

  // A link within the page keeps the group; an address that names another one brings it.
  function recall() {
    const { anchor, chosen } = address.read();
    const asked = chosen.get("segment");
    if (asked === null) {
      if (select.value) remember(anchor, chosen);
      return;
    }
    select.value = asked;
    if (select.selectedIndex < 0) select.value = "";
    choose();
  }

  function remember(anchor, chosen) {
    if (select.value) chosen.set("segment", select.value);
    else chosen.delete("segment");
    address.write(anchor, chosen);
  }

  select.addEventListener("change", () => {
    choose();
    const { anchor, chosen } = address.read();
    remember(anchor, chosen);
  });
  addEventListener("hashchange", recall);
  place.hidden = false;
  recall();
})();
