// What a screen reader is given, kept as a file for each main page and compared. A city lives, so what changes from run
// to run is masked: figures, days, names, and how many like things stand in a list.

import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { here, writing } from "./settings.mjs";

/** Pages whose tree is kept, in the edition and language they are most used in. */
const KEPT = new Set([
  "welcome", "sign-in", "sign-in-code", "staff-sign-in", "register", "elder-home", "visits", "call", "publish", "publish-form",
  "publish-check", "publish-errors", "hall", "take", "check-in", "confirm", "rate", "dispute", "me", "display", "door-code",
  "console-today", "console-orders", "console-review", "console-desk",
]);

export function isKept(name) {
  return KEPT.has(name);
}

export async function compareTree(guest, name) {
  if (guest.lang !== "zh-CN") return;
  const file = here(`aria/${name}.${guest.edition}.yml`);
  const tree = masked(await guest.page.locator("body").ariaSnapshot());
  if (writing || !existsSync(file)) {
    mkdirSync(here("aria"), { recursive: true });
    writeFileSync(file, tree);
    return;
  }
  const [kept, now] = [readFileSync(file, "utf8").split("\n"), tree.split("\n")];
  const gone = kept.filter((line) => !now.includes(line)).map((line) => `- ${line.trim()}`);
  const come = now.filter((line) => !kept.includes(line)).map((line) => `+ ${line.trim()}`);
  if (gone.length + come.length === 0) return;
  assert.fail(`the accessibility tree of ${name}.${guest.edition} is another (ARIA=write keeps it):\n${[...gone, ...come].slice(0, 12).join("\n")}`);
}

/** The tree without what changes by itself. */
export function masked(snapshot) {
  return `${lines(folded(parsed(snapshot.split("\n"))), 0).join("\n")}\n`;
}

function parsed(rows) {
  const root = { text: "", children: [] };
  const stack = [{ depth: -1, node: root }];
  for (const row of rows.filter((row) => row.trim())) {
    const depth = row.search(/\S/);
    while (stack.at(-1).depth >= depth) stack.pop();
    const node = { text: mask(row.trim()), children: [] };
    stack.at(-1).node.children.push(node);
    stack.push({ depth, node });
  }
  return root.children;
}

const DAY = /今天|明天|后天|昨天|前天|\d+年\d+月\d+日|\d+月\d+日|[（(]?(?:周|星期)[一二三四五六日][）)]?|凌晨|早上|上午|中午|下午|傍晚|晚上|夜里/g;

function mask(text) {
  return text
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "ID")
    .replace(/-[0-9a-f]{10}\./g, ".")
    .replace(DAY, "日")
    .replace(/[\p{Script=Han}]{1,2}(?:爷爷|奶奶|先生|女士)/gu, "某人")
    .replace(/ \[pressed\]$/, "")
    .replace(/[\p{Script=Han}]{2,4}，您好/gu, "某某，您好")
    .replace(/[\p{Script=Han}]\*+|\*+[\p{Script=Han}]/gu, "某某")
    .replace(/(?<!level=|\d)\d+([.:,，–-]\d+)*/g, "0")
    .replace(/(?:0 ?小时)? ?0 ?分钟|0 ?小时/g, "时长")
    .replace(/日(?:[日 ·,，]|0)*(?=[日0])[日0]/g, "日")
    .replace(/^- listitem: [\p{Script=Han}（）]+ 时长$/u, "- listitem: 时长");
}

/** Like things beside each other become one; of an order's card only that it is there, of a table's row only its cells. */
function folded(nodes) {
  const kept = [];
  for (const node of nodes) {
    const one = fold(node);
    if (!kept.some((other) => JSON.stringify(other) === JSON.stringify(one))) kept.push(one);
  }
  return kept;
}

function fold(node) {
  if (/^- article\b/.test(node.text)) return { text: "- article", children: [] };
  if (/^- row\b/.test(node.text)) {
    const cells = node.children.filter((child) => /^- (cell|columnheader|rowheader)\b/.test(child.text));
    const heads = cells.filter((cell) => /^- columnheader\b/.test(cell.text));
    return { text: "- row", children: heads.length ? heads.map(fold) : [{ text: `- cell × ${cells.length}`, children: [] }] };
  }
  return { text: node.text, children: folded(node.children) };
}

function lines(nodes, depth) {
  return nodes.flatMap((node) => ["  ".repeat(depth) + node.text, ...lines(node.children, depth + 1)]);
}
