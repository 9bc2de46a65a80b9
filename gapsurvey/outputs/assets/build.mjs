// Builds plotly.js.gz and plotly.LICENSES.txt: see build.md.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { Script } from "node:vm";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

// Like plotly.js/src/core.js, without the parts that no figure uses: images, sliders, menus, range selectors, export.
const PARTS = [
  "traces/scatter", "traces/bar", "traces/heatmap",
  "components/annotations", "components/shapes", "components/errorbars", "components/colorscale",
  "components/colorbar",
  "components/legend", // after shapes, whose defaults it takes
  "components/fx", // after the legend, for the same reason
  "components/modebar", "locale-en", "locale-en-us",
];
const ENTRY = `
require("plotly.js/build/plotcss");
const { register } = require("plotly.js/src/registry");
const api = require("plotly.js/src/plot_api/plot_api");
for (const [name, fn] of Object.entries(api)) register({ moduleType: "apiMethod", name, fn });
register([${PARTS.map((part) => `require("plotly.js/src/${part}")`).join(", ")}]);
window.Plotly = { newPlot: api.newPlot, react: api.react, purge: api.purge };
`;
// What other parts ask for by name and no figure uses: a bar of buttons, selecting, shapes to drag, counting; of matrices, one step.
const REPLACED = {
  "components/modebar/manage": "module.exports = () => {};",
  "components/modebar/buttons": "module.exports = {};",
  "components/selections/index": "exports.clearOutline = exports.prepSelect = exports.selectOnClick = () => {};",
  "components/shapes/display_outlines": "module.exports = () => {};",
  "traces/histogram2d/calc": "module.exports = () => {};",
  "gl-mat4/index": "exports.invert = require('./invert');",
};
// Chapters of d3 that plotly.js has no use for, from one line up to another.
const CUT = [
  ["  d3.behavior.zoom = ", "  d3.color = "],
  ["  d3.xhr = ", "  var d3_timer_queueHead"],
  ["  d3.geom = {};", "  d3.interpolateRgb = "],
  ["  d3.layout = {};", "  d3.random = {"],
  ["  d3.svg = {};", "  d3_selectionPrototype.transition = "],
  ["  d3.svg.axis = ", "  if (typeof define "],
];
// Attributes are told of for plotly.js's reference alone; its own minified builds leave that out too.
const DESCRIPTION = /\bdescription:\s*(?:\[(?:[^\]]|\](?!\s*\.join\())*\]\s*\.join\((?:' '|'')\)|'(?:[^'\\]|\\.)*')(?=\s*[,}\n])/g;

function trimmedD3(whole) {
  let text = whole;
  for (const [from, to] of CUT) {
    const begin = text.indexOf(from);
    const end = text.indexOf(to, begin);
    if (begin < 0 || end < 0) throw new Error(`d3 has changed: ${from}`);
    text = text.slice(0, begin) + text.slice(end);
  }
  const defines = (script, name) => new RegExp(`function ${name}\\b|\\b${name} = `).test(script);
  const missing = [...new Set(text.match(/\bd3_\w+/g))].filter((name) => !defines(text, name) && defines(whole, name));
  if (missing.length) throw new Error(`d3 needs what was cut: ${missing}`);
  return text;
}

const smaller = {
  name: "smaller",
  setup({ onLoad }) {
    onLoad({ filter: /node_modules\/(plotly\.js\/src|gl-mat4|@plotly\/d3)\/.*\.js$/ }, ({ path }) => {
      const text = readFileSync(path, "utf8");
      const replaced = Object.keys(REPLACED).find((name) => path.endsWith(`${name}.js`));
      if (replaced) return { contents: REPLACED[replaced] };
      return { contents: path.endsWith("/d3.js") ? trimmedD3(text) : text.replace(DESCRIPTION, "description: ''") };
    });
  },
};

const { version } = JSON.parse(readFileSync("node_modules/plotly.js/package.json", "utf8"));

const result = await build({
  stdin: { contents: ENTRY, resolveDir: ".", loader: "js" },
  bundle: true,
  plugins: [smaller],
  minify: true,
  format: "iife",
  target: "es2020",
  define: { global: "window", "define.amd": "false" },
  loader: { ".css": "empty" }, // the map library's; no map is drawn
  legalComments: "none", // all licences follow whole, below
  charset: "ascii", // so that the bytes are the same whatever a page says its encoding is
  metafile: true,
  write: false,
  banner: { js: `/*! plotly.js ${version} (scatter, bar, heatmap), MIT; notices of all parts at the end */` },
});

const packages = new Set();
for (const input of Object.keys(result.metafile.inputs)) {
  const inside = input.split("node_modules/").at(-1);
  if (inside !== input) packages.add(inside.split("/").slice(0, inside.startsWith("@") ? 2 : 1).join("/"));
}
const licences = [...packages].sort().map((name) => {
  const folder = `node_modules/${name}`;
  const about = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
  const file = readdirSync(folder).find((f) => /^licen[cs]e/i.test(f));
  return `${name} ${about.version} — ${about.license}\n\n${file ? readFileSync(`${folder}/${file}`, "utf8").trim() : "(no licence file of its own)"}\n`;
});

// A function is read once to find its end and again to run it, unless it stands in parentheses. All modules run, so theirs do.
function readOnce(script) {
  const [, wrapper] = /^\(\(\)=>\{var ([\w$]+)=/m.exec(script);
  const named = wrapper.replaceAll("$", "\\$&");
  const [start, ...modules] = script.split(new RegExp(`(?=var [\\w$]+=${named}\\()`));
  const last = modules.pop(); // it ends in the entry
  const whole = new RegExp(`^(var [\\w$]+=${named}\\()(.*)(\\);\\s*)$`, "s");
  const eager = [start, ...modules.map((module) => module.replace(whole, "$1($2)$3")), last].join("");
  new Script(eager); // it is still one
  return eager;
}

const notices = licences.join(`\n${"-".repeat(80)}\n\n`).replaceAll("\r\n", "\n");

// A report is a copy of the bundle, so the notices travel inside it.
const script = `${readOnce(result.outputFiles[0].text)}/*!\n${notices.replaceAll("*/", "* /")}*/\n`;
writeFileSync("plotly.LICENSES.txt", notices);
writeFileSync("plotly.js.gz", gzipSync(script, { level: 9 }));
