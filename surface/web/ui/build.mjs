// Builds everything a page loads into dist/: names carry a hash of the contents, dist/manifest.json maps
// the plain name to the hashed one. What must hold: no file refers to another host, and the same sources
// give the same names, so a release can be compared byte by byte.

import { build } from "esbuild";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { logoPng } from "./icons/png.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");
const names = {};

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });

const text = (path) => readFileSync(join(here, path), "utf8");

function put(name, contents) {
  const bytes = Buffer.from(contents);
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 10);
  const ext = extname(name);
  const hashed = `${name.slice(0, -ext.length)}-${hash}${ext}`;
  writeFileSync(join(dist, hashed), bytes);
  names[name] = hashed;
  return hashed;
}

async function bundle(name, entry) {
  const out = await build({
    entryPoints: [join(here, entry)],
    absWorkingDir: here,
    bundle: true,
    minify: true,
    write: false,
    outdir: dist,
    // Phones that are six years old open these pages too.
    target: ["chrome80", "safari14.1", "firefox78"],
    format: "iife",
    charset: "utf8",
    legalComments: "inline",
    logLevel: "warning",
    assetNames: "[name]-[hash]",
    loader: { ".png": "file" },
  });
  for (const file of out.outputFiles) {
    if (file.path.endsWith(".png")) writeFileSync(file.path, file.contents);
    else put(name, file.text);
  }
}

for (const style of ["citizen", "console", "print", "map"]) await bundle(`${style}.css`, `css/${style}.css`);
for (const script of ["app", "map"]) await bundle(`${script}.js`, `js/${script}.js`);

put("icons.svg", text("icons/icons.svg").replace(/<!--.*?-->\s*/gs, "").replace(/>\s+</g, "><"));
put("logo.svg", text("icons/logo.svg"));
put("icon-192.png", logoPng(192));
put("icon-512.png", logoPng(512));
put("icon-mask-512.png", logoPng(512, true));
put("apple-touch-icon.png", logoPng(180, true));

put("manifest.webmanifest", JSON.stringify({
  name: "养老服务时间银行",
  short_name: "时间银行",
  lang: "zh-CN",
  start_url: "/",
  scope: "/",
  display: "standalone",
  background_color: "#f5f4ef",
  theme_color: "#0b6650",
  // Relative to the manifest's own address, which is beside the icons.
  icons: [
    { src: names["icon-192.png"], sizes: "192x192", type: "image/png" },
    { src: names["icon-512.png"], sizes: "512x512", type: "image/png" },
    { src: names["icon-mask-512.png"], sizes: "512x512", type: "image/png", purpose: "maskable" },
  ],
}, null, 1));

// The worker keeps its plain name: it must be served from the root, and its address may never change.
const kept = ["citizen.css", "app.js", "icons.svg", "logo.svg"].map((n) => names[n]);
const worker = await build({
  entryPoints: [join(here, "js/worker.js")],
  bundle: true, minify: true, write: false, format: "iife", target: ["chrome80", "safari14.1"],
  define: { KEPT: JSON.stringify(kept) },
});
writeFileSync(join(dist, "sw.js"), worker.outputFiles[0].text);
names["sw.js"] = "sw.js";

writeFileSync(join(dist, "manifest.json"), JSON.stringify(Object.fromEntries(Object.entries(names).sort()), null, 1) + "\n");

for (const [name, hashed] of Object.entries(names)) {
  if (/\.(css)$/.test(name)) refuseForeign(hashed);
}

/** A style sheet that fetches from elsewhere would break in a closed network and tell others who reads us. */
function refuseForeign(file) {
  const css = readFileSync(join(dist, file), "utf8");
  const foreign = css.match(/(?:url\(|@import\s*)["']?(?:https?:)?\/\/[^)"']+/g);
  if (foreign) throw new Error(`${file} refers to another host: ${foreign[0]}`);
}

console.log(Object.values(names).join("\n"));
