// Draws each chart when it is scrolled to, and all of them before printing. Without it the page is whole: tables stay open.
(() => {
  "use strict";
  const read = (id) => document.getElementById(id).textContent;
  const root = document.documentElement;
  const charts = [...document.querySelectorAll(".chart")];
  for (const details of document.querySelectorAll(".glossary, .provenance, .deeper, .page")) details.open = false;
  const first = document.querySelector(".page");
  if (first && matchMedia("(min-width: 58rem)").matches) first.open = true; // on a phone it would stand in the way of the others
  if (!charts.length) root.classList.remove("drawn");
  const drawn = root.classList.contains("drawn");
  if (drawn) for (const details of document.querySelectorAll(".figures details")) details.open = false;

  // A link into something folded away unfolds it; a feature's page takes the keyboard along.
  function unfold() {
    const target = document.getElementById(address.read().anchor);
    if (!target) return;
    root.classList.remove("reading"); // where it stands is known once all of it is laid out
    const folded = target.querySelector(":scope > .deeper");
    if (folded) folded.open = true;
    for (let around = target.closest("details:not([open])"); around; around = around.parentElement.closest("details:not([open])")) around.open = true;
    target.scrollIntoView();
    if (target.matches(".page")) target.querySelector("summary").focus({ preventScroll: true });
  }
  addEventListener("hashchange", unfold);
  addEventListener("click", (event) => { // the address as it is already: nothing changes, and it may have been folded since
    if (event.target.closest?.("a")?.hash.split("?")[0] === location.hash.split("?")[0]) setTimeout(unfold);
  });
  unfold();
  if (!drawn) return;

  const common = JSON.parse(read("layout"));
  const dark = JSON.parse(read("dark"));
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  const CONFIG = { displayModeBar: false, scrollZoom: false, doubleClick: false, showTips: false, typesetMath: false };
  const PRINTED = 322; // two charts side by side on A4 and on Letter
  let figures = null;
  let loading = null;

  function decoded(text) {
    if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
    const characters = atob(text);
    const bytes = new Uint8Array(characters.length);
    for (let i = 0; i < bytes.length; i += 1) bytes[i] = characters.charCodeAt(i); // a function called for each takes far longer
    return bytes;
  }

  function inflated(text) {
    const stream = new DecompressionStream("gzip");
    const writer = stream.writable.getWriter();
    writer.write(decoded(text));
    writer.close();
    return new Response(stream.readable).text();
  }

  // Both are inflated beside the page's first layout. The library takes the page's own time, and waits until that is asked for.
  const packed = Promise.all([inflated(read("figures")), inflated(read("plotly"))]);

  // The script runs because its hash stands in the page's policy.
  function load() {
    loading ??= packed.then(([told, library]) => {
      figures = JSON.parse(told);
      const script = document.createElement("script");
      script.textContent = library;
      document.head.append(script);
    });
    return loading;
  }

  // Figures are stored in the light palette.
  function recoloured(value) {
    if (typeof value === "string") return dark[value] ?? value;
    if (Array.isArray(value)) return value.map(recoloured);
    if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, recoloured(v)]));
    return value;
  }

  function draw(chart, printing = false) {
    const figure = figures[chart.dataset.figure];
    const stored = { data: figure.data, layout: { ...common, ...figure.layout } };
    const { data, layout } = scheme.matches && !printing ? recoloured(stored) : structuredClone(stored);
    layout.width = printing ? PRINTED : chart.clientWidth;
    chart.dataset.width = layout.width;
    Plotly.react(chart, data, layout, CONFIG);
  }

  const redraw = () => charts.filter((chart) => chart.dataset.width).forEach((chart) => draw(chart));

  const resized = new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) {
      const width = Math.round(contentRect.width);
      if (width && target.dataset.width && Math.abs(width - target.dataset.width) > 1) draw(target);
    }
  });

  const inSight = () => new Promise((done) => { requestAnimationFrame(() => setTimeout(done)); });

  const seen = new IntersectionObserver(async (entries) => {
    const near = entries.filter((entry) => entry.isIntersecting).map((entry) => entry.target);
    if (!near.length) return;
    near.forEach((chart) => seen.unobserve(chart));
    await load();
    for (const chart of near) {
      draw(chart);
      resized.observe(chart);
      await inSight(); // before the next is worked out
    }
  }, { rootMargin: "200px 0px" });

  charts.forEach((chart) => seen.observe(chart));
  (window.requestIdleCallback ?? setTimeout)(load); // so that a print, which cannot wait, finds it there
  scheme.addEventListener("change", redraw);
  addEventListener("beforeprint", () => {
    if (!window.Plotly) return;
    root.classList.add("drawn");
    charts.forEach((chart) => draw(chart, true));
  });
  addEventListener("afterprint", redraw);
})();
