// Builds plotly.js.gz and plotly.LICENSES.txt: see build.md.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

// Like plotly.js/src/core.js, without the parts that no figure uses: images, sliders, menus, range selectors, export.
const PARTS = [
  "traces/scatter", "traces/bar", "traces/heatmap",
  "components/annotations", "components/selections", "components/shapes", "components/errorbars", "components/colorscale",
  "components/colorbar",
  "components/legend", // after shapes, whose defaults it takes
  "components/fx", // after the legend, for the same reason
  "components/modebar", "locale-en", "locale-en-us",
];
const ENTRY = `
require("plotly.js/build/plotcss");
const { register } = require("plotly.js/src/registry");
const api = require("plotly.js/src/plot_api");
for (const [name, fn] of Object.entries(api)) register({ moduleType: "apiMethod", name, fn });
register([${PARTS.map((part) => `require("plotly.js/src/${part}")`).join(", ")}]);
window.Plotly = { newPlot: api.newPlot, react: api.react, purge: api.purge };
`;
const { version } = JSON.parse(readFileSync("node_modules/plotly.js/package.json", "utf8"));

const result = await build({
  stdin: { contents: ENTRY, resolveDir: ".", loader: "js" },
  bundle: true,
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

const notices = licences.join(`\n${"-".repeat(80)}\n\n`).replaceAll("\r\n", "\n");

// A report is a copy of the bundle, so the notices travel inside it.
const script = `${result.outputFiles[0].text}/*!\n${notices.replaceAll("*/", "* /")}*/\n`;
writeFileSync("plotly.LICENSES.txt", notices);
writeFileSync("plotly.js.gz", gzipSync(script, { level: 9 }));
