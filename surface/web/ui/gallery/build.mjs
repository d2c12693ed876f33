// Writes dist/gallery/<page>.<lang>.html: sample pages made from the real bases and parts, to look at and to test.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { renderer } from "./render.mjs";
import { sample } from "./sample.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "../dist");
const out = join(dist, "gallery");
const locales = join(here, "../../../../locales");
const assets = JSON.parse(readFileSync(join(dist, "manifest.json"), "utf8"));
const { page } = renderer(join(here, "../../templates"));

const normal = { edition: "normal", acting_for: null, notice: null };
const pages = {
  home: { tab: "home" },
  hall: { tab: "hall" },
  order: { tab: "hall" },
  publish: { tab: "publish", acting_for: ["李**", "Li **"] },
  statement: { tab: "me", notice: ["已确认，1 小时 30 分已记入您的账户。", "Confirmed: 1 h 30 min are in your account."] },
  "sign-in": { tab: "me", user: null },
  sites: { tab: "" },
  parts: { tab: "hall" },
  "elder-home": { tab: "home", edition: "elder" },
  "elder-visit": { tab: "visits", edition: "elder" },
  "elder-publish": { tab: "publish", edition: "elder", template: "publish" },
  "desk-today": { tab: "today" },
  "desk-orders": { tab: "orders" },
  "desk-order": { tab: "orders" },
  "desk-form": { tab: "people.elders", acting_for: ["李**", "Li **"] },
  slips: { tab: "" },
};

mkdirSync(out, { recursive: true });
for (const [n, lang] of ["zh-CN", "en"].entries()) {
  const { words, g } = sample(n);
  const catalogue = { ...fluent(readFileSync(join(locales, lang, "ui.ftl"), "utf8")), ...words };
  for (const [name, { template = name, ...over }] of Object.entries(pages)) {
    for (const size of name.startsWith("elder") || name === "home" ? [1, 4] : [1]) {
      const one = (v) => Array.isArray(v) ? v[n] : v;
      const view = {
        ...normal,
        user: { masked_name: ["王*", "Wang *"][n], is_staff: name.startsWith("desk") },
        ...Object.fromEntries(Object.entries(over).map(([k, v]) => [k, one(v)])),
        t: texts(catalogue),
        lang,
        text_size: size,
        csrf: "sample",
        path: `/${name}`,
        product: ["和平市养老服务时间银行", "Heping Time Bank"][n],
        help_phone: "12349",
        asset: (file) => {
          if (!assets[file]) throw new Error(`no asset ${file}`);
          return `/assets/${assets[file]}`;
        },
        sees: () => true,
      };
      const html = page(`gallery/${template}.html`, { page: view, g });
      writeFileSync(join(out, `${name}${size === 1 ? "" : "-large"}.${lang === "en" ? "en" : "zh"}.html`), html);
    }
  }
}

function texts(catalogue) {
  const find = (key) => {
    if (!(key in catalogue)) throw new Error(`no text ${key}`);
    return catalogue[key];
  };
  return {
    get: find,
    with: (key, pairs) => pairs.reduce((text, [name, value]) => text.replaceAll(`{ $${name} }`, value), find(key)),
  };
}

/** The plain lines of a Fluent file; the shared words need no more. */
function fluent(source) {
  return Object.fromEntries(source.split("\n").filter((l) => /^[a-z]/.test(l)).map((l) => l.match(/^([a-z0-9-]+) = (.*)$/).slice(1)));
}
