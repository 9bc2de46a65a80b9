// Asks a feature's decision again: at another price, cost, market or haircut, from the curves in the page. No network.
(() => {
  "use strict";
  const panel = document.getElementById("whatif");
  if (!panel) return;
  const { offers, lines, lang, unit, money: pattern, scales, texts } = JSON.parse(document.getElementById("offers").textContent);
  const $ = (name) => panel.querySelector(`[data-name="${name}"]`);
  const form = panel.querySelector("form");
  const fields = ["price", "cost", "launch", "market", "haircut"];
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const decimal = (x, least, most) => new Intl.NumberFormat(lang, { minimumFractionDigits: least, maximumFractionDigits: most }).format(x);
  // As the rest of the page writes it: "−$2.4 M", "$29", "$4.99"; in German "−2,4 Mio. €".
  function money(x, compact) {
    const size = Math.abs(x);
    const [scale, name] = compact ? scales.find(([s]) => size >= s * 0.9995) ?? [1, ""] : [1, ""];
    const cents = !name && size < 100 && Math.round(size * 100) % 100 ? 2 : 0;
    const few = compact && !name && size >= 1000 ? Number(size.toPrecision(3)) : size; // no name for thousands: three digits that count
    const number = decimal(few / scale, cents, name ? (size < scale * 9.95 ? 1 : 0) : cents) + name.replace(" ", "\u00a0");
    return (x < 0 && /[1-9]/.test(number) ? "−" : "") + filled(pattern, { number, unit });
  }
  const percent = (x) => new Intl.NumberFormat(lang, { style: "percent", maximumFractionDigits: x && x < 0.1 ? 1 : 0 }).format(x);
  const count = (x) => decimal(x, 0, 0);
  const shown = {
    price: (x, offer) => money(offer.prices[x]), cost: (x) => money(x), launch: (x) => money(x, true),
    market: count, haircut: (x) => percent(x / 100),
  };

  // What the study says: the price tested at or above the planned one, the costs and the market as planned, no haircut.
  const planned = (offer) => ({
    price: Math.max(0, offer.prices.findIndex((p) => p >= offer.price)),
    cost: offer.unit_cost, launch: offer.launch, market: offer.market, haircut: 0,
  });

  // Share of the draws that lie below x, between two stored quantiles in proportion.
  function below(x, quantiles, levels) {
    if (x < quantiles[0]) return 0;
    for (let i = 1; i < quantiles.length; i += 1) {
      if (x < quantiles[i]) {
        const width = quantiles[i] - quantiles[i - 1];
        return levels[i - 1] + (width ? (x - quantiles[i - 1]) / width : 0) * (levels[i] - levels[i - 1]);
      }
    }
    return 1;
  }

  // People who overstate what they would pay by a fifth pay 49 where they said 59: demand is read at the dearer price.
  function decided(offer, at) {
    const tested = offer.prices[at.price];
    const asPlanned = at.price === planned(offer).price;
    const price = asPlanned ? offer.price : tested;
    const stated = (asPlanned ? offer.price : tested) * (1 + at.haircut / 100);
    const read = offer.prices.findIndex((p) => p >= stated - 1e-9);
    if (read < 0) return { price, stated };
    const quantiles = offer.quantiles[read];
    const sold = offer.horizon * at.market * (price - at.cost);
    const earned = (take) => sold * take - at.launch;
    const quantile = (level) => quantiles[offer.levels.findIndex((l) => Math.abs(l - level) < 1e-9)];
    const ends = [earned(quantile(0.025)), earned(quantile(0.975))].sort((a, b) => a - b);
    const even = sold > 0 ? at.launch / sold : Infinity;
    const chance = sold > 0 ? 1 - below(even, quantiles, offer.levels) : 0;
    return { price, take: offer.takes[read], contribution: earned(offer.takes[read]), low: ends[0], high: ends[1], even, chance, dearer: offer.prices[read] !== price };
  }

  function verdict(offer, found, changed) {
    if (!changed) return [offer.verdict, offer.icon, offer.tone];
    if (found.chance === undefined) return [texts.unasked, "question", "soft"];
    if (offer.base < lines.base) return [texts.more, "question", "soft"];
    if (found.chance > lines.build) return [texts.build, "check", "yes"];
    if (found.chance < lines.stop) return [texts.stop, "cross", "no"];
    return [texts.more, "question", "soft"];
  }

  const chosen = () => offers.find((offer) => offer.feature === form.elements.feature.value) ?? offers[0];
  const state = () => Object.fromEntries(fields.map((name) => [name, Number(form.elements[name].value)]));

  function place(offer, at) {
    const ends = {
      price: [0, offer.prices.length - 1, 1],
      cost: [0, Math.max(2 * offer.unit_cost, 1.5 * offer.price), offer.price < 20 ? 0.1 : 0.5],
      launch: [0, Math.max(3 * offer.launch, 1), Math.max(offer.launch / 100, 0.01)],
      market: [1, 3 * offer.market, Math.max(1, Math.round(offer.market / 100))],
      haircut: [0, 50, 1],
    };
    for (const name of fields) {
      const field = form.elements[name];
      [field.min, field.max, field.step] = [ends[name][0], ends[name][1], "any"];
      field.value = at[name];
      field.dataset.step = ends[name][2];
      if (name === "price") field.step = 1;
    }
    form.elements.price.disabled = offer.prices.length < 2;
  }

  function show() {
    const offer = chosen();
    const at = state();
    const usual = planned(offer);
    const changed = fields.some((name) => Math.abs(at[name] - usual[name]) > 1e-9);
    for (const name of fields) {
      const text = shown[name](at[name], offer);
      const planned_price = name === "price" && at.price === usual.price;
      $(name).textContent = planned_price ? money(offer.price) : text;
      form.elements[name].setAttribute("aria-valuetext", $(name).textContent);
    }
    const found = decided(offer, at);
    const [said, icon, tone] = verdict(offer, found, changed);
    $("verdict").className = `gs-said gs-${tone}`;
    $("verdict").querySelector("use").setAttribute("href", `#gs-${icon}`);
    $("said").textContent = said;
    $("chance").textContent = found.chance === undefined ? "–" : found.chance > 0.99 ? `> ${percent(0.99)}` : found.chance < 0.01 ? `< ${percent(0.01)}` : percent(found.chance);
    $("take").textContent = found.take === undefined ? "–" : percent(found.take);
    $("even").textContent = found.even === undefined ? "–" : found.even > 1 ? texts.everybody : percent(found.even);
    $("contribution").textContent = found.contribution === undefined ? "–" : money(found.contribution, true);
    $("between").textContent = found.low === undefined ? "" : filled(texts.range, { low: money(found.low, true), high: money(found.high, true) });
    $("reset").disabled = !changed;
    return { offer, at, usual, changed };
  }

  // The address carries what was asked, so that it can be sent: #whatif?feature=…&price=29
  function remember({ offer, at, usual, changed }) {
    const asked = address.read().chosen;
    for (const name of fields) asked.delete(name);
    asked.delete("feature");
    if (changed || offer !== offers[0]) asked.set("feature", offer.feature);
    for (const name of fields) if (Math.abs(at[name] - usual[name]) > 1e-9) asked.set(name, name === "price" ? offer.prices[at.price] : at[name]);
    address.write("whatif", asked);
  }

  function recall() {
    const { anchor, chosen: asked } = address.read();
    if (anchor !== "whatif") return false;
    const offer = offers.find((o) => o.feature === asked.get("feature")) ?? offers[0];
    form.elements.feature.value = offer.feature;
    const at = planned(offer);
    for (const name of fields) {
      const value = Number(asked.get(name));
      if (asked.get(name) === null || !Number.isFinite(value)) continue;
      if (name !== "price") at[name] = value;
      else if (offer.prices.includes(value)) at.price = offer.prices.indexOf(value);
    }
    place(offer, at);
    show();
    return true;
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", (event) => {
    const field = event.target;
    if (field.name === "feature") place(chosen(), planned(chosen()));
    else if (field.dataset.step && field.name !== "price") {
      const usual = planned(chosen())[field.name]; // steps are counted from what is planned, so that one can come back to it
      field.value = usual + Math.round((field.value - usual) / field.dataset.step) * field.dataset.step;
    }
    remember(show());
  });
  $("reset").addEventListener("click", () => {
    place(chosen(), planned(chosen()));
    remember(show());
    form.elements.price.focus({ preventScroll: true });
  });
  addEventListener("hashchange", recall);
  panel.hidden = false;
  if (!recall()) {
    place(offers[0], planned(offers[0]));
    (window.requestIdleCallback ?? setTimeout)(show); // a browser's first number takes it as long as all that scripts do before
  } else panel.scrollIntoView();
})();
