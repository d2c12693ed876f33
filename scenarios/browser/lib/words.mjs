// The sentences of the product, read from its own catalogues, so that a story says which sentence it expects and not how
// it is worded. Placeables match anything.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../../../locales/", import.meta.url));
const catalogues = {};

function catalogue(lang) {
  if (catalogues[lang]) return catalogues[lang];
  const messages = new Map();
  for (const file of readdirSync(join(folder, lang)).filter((name) => name.endsWith(".ftl"))) {
    let key = "";
    for (const line of readFileSync(join(folder, lang, file), "utf8").split("\n")) {
      const begins = /^([a-z][\w-]*) *= *(.*)$/.exec(line);
      if (begins) {
        key = begins[1];
        messages.set(key, begins[2]);
      } else if (/^[ ]/.test(line) && key) {
        messages.set(key, `${messages.get(key)}\n${line.trim()}`);
      } else {
        key = "";
      }
    }
  }
  return (catalogues[lang] = messages);
}

/** The sentence of a key, as it stands in the catalogue. */
export function words(key, lang = "zh-CN") {
  const text = catalogue(lang).get(key);
  if (text === undefined) throw new Error(`no sentence ${key} in ${lang}`);
  return text.trim();
}

/** The sentence of a key as a pattern: what the product fills in may be anything. */
export function sentence(key, lang = "zh-CN") {
  const plain = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s*");
  const parts = words(key, lang).split(/\{(?:[^{}]|\{[^{}]*\})*\}/);
  return new RegExp(parts.map(plain).join("[\\s\\S]*?"));
}

let fixed;

/** True when these are the product's own words: a sentence of the catalogue into which nothing was filled. */
export function isSentence(text, lang = "zh-CN") {
  const plain = (said) => said.replace(/\s+/g, "");
  fixed ??= new Set([...catalogue(lang).values()].filter((said) => !said.includes("{")).map(plain));
  return fixed.has(plain(text));
}
