// What a screen reader is given, kept as a file for each main page and compared. A city lives: names, figures, days and how
// many of a thing there are change from one hour to the next. So a tree keeps what the product itself says and offers —
// landmarks, headings, fields, buttons, links, each with its name where the name is a sentence of the catalogues — and of
// everything else only the role. Each tree is compared in one place of one story, which makes what the page shows.

import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { here, writing } from "./settings.mjs";
import { isSentence } from "./words.mjs";

/** Trees compared in this run. */
const compared = new Set();

export async function compareTree(guest, name) {
  if (guest.lang !== "zh-CN") return;
  const tree = `${name}.${guest.edition}`;
  assert.ok(!compared.has(tree), `the tree of ${tree} has one place where it is compared`);
  compared.add(tree);
  const file = here(`aria/${tree}.yml`);
  const now = masked(await guest.page.locator("body").ariaSnapshot());
  if (writing) {
    mkdirSync(here("aria"), { recursive: true });
    writeFileSync(file, now);
    return;
  }
  assert.ok(existsSync(file), `the tree of ${tree} is kept (ARIA=write keeps it)`);
  const [kept, shown] = [readFileSync(file, "utf8").split("\n"), now.split("\n")];
  const gone = kept.filter((line) => !shown.includes(line)).map((line) => `- ${line.trim()}`);
  const come = shown.filter((line) => !kept.includes(line)).map((line) => `+ ${line.trim()}`);
  if (gone.length + come.length === 0) return;
  assert.fail(`the accessibility tree of ${tree} is another (ARIA=write keeps it):\n${[...gone, ...come].slice(0, 12).join("\n")}`);
}

/** After all stories: no kept tree was left out. */
export function everyTreeCompared() {
  const files = readdirSync(here("aria")).map((file) => file.replace(/\.yml$/, ""));
  assert.deepEqual(files.filter((tree) => !compared.has(tree)), [], "every kept tree was compared");
}

/** The tree without what changes by itself. */
function masked(snapshot) {
  return `${lines(folded(parsed(snapshot.split("\n"))), 0).join("\n")}\n`;
}

function parsed(rows) {
  const root = { text: "", children: [] };
  const stack = [{ depth: -1, node: root }];
  for (const row of rows.filter((row) => row.trim())) {
    const depth = row.search(/\S/);
    while (stack.at(-1).depth >= depth) stack.pop();
    const node = { text: mask(row.trim()), children: [] };
    if (node.text) stack.at(-1).node.children.push(node);
    stack.push({ depth, node });
  }
  return root.children;
}

/** Prose and facts, which the stories read themselves, and addresses, which say who it is. */
const LEFT_OUT = /^- (text|paragraph|strong|emphasis|time|term|definition|img|status|code|\/url)\b/;
/** What holds as many things as there are just now: that it is there is enough. */
const CLOSED = /^- (article|row|option|listitem|figure|alert)\b/;

/** A line's role with its name and state, as far as they are the product's own. */
function mask(line) {
  if (LEFT_OUT.test(line)) return "";
  const parts = /^- (?:'?)([a-z]+)(?: "((?:[^"\\]|\\.)*)")?((?: \[[^\]]+\])*)/.exec(line);
  if (!parts) return "";
  const [, role, name, states] = parts;
  if (CLOSED.test(line)) return `- ${role}`;
  const kept = [...states.matchAll(/\[level=\d\]/g)].map(([state]) => ` ${state}`).join("");
  if (name === undefined) return `- ${role}${kept}`;
  return `- ${role} "${isSentence(name.replace(/\\"/g, '"')) ? name : "…"}"${kept}`;
}

/** Like things beside each other become one. */
function folded(nodes) {
  const kept = [];
  for (const node of nodes) {
    const one = { text: node.text, children: CLOSED.test(node.text) ? [] : folded(node.children) };
    if (!kept.some((other) => JSON.stringify(other) === JSON.stringify(one))) kept.push(one);
  }
  return kept;
}

function lines(nodes, depth) {
  return nodes.flatMap((node) => ["  ".repeat(depth) + node.text, ...lines(node.children, depth + 1)]);
}
