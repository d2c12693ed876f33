// What holds on every page, looked at once for each page, edition, language and size: axe finds nothing (WCAG 2.2 AA),
// nothing sticks out sideways, one first heading, a title, the language said. Some pages also keep their accessibility
// tree (aria.mjs).

import AxeBuilder from "@axe-core/playwright";
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { compareTree, isKept } from "./aria.mjs";
import { here, shooting } from "./settings.mjs";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** Pages looked at: `name edition language size`. */
export const seen = new Set();

export async function looked(guest, name) {
  const what = `${name} ${guest.edition} ${guest.lang} ${guest.size}`;
  if (seen.has(what)) return;
  seen.add(what);
  const { page } = guest;
  assert.deepEqual(guest.faults, [], `${what}: nothing went wrong behind the page`);
  const facts = await page.evaluate(() => ({
    lang: document.documentElement.lang,
    edition: document.documentElement.dataset.edition,
    title: document.title,
    heads: [...document.querySelectorAll("h1")].filter((h) => h.checkVisibility({ checkVisibilityCSS: true })).length,
    wider: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    outside: [...document.querySelectorAll("main *")]
      .filter((el) => el.getBoundingClientRect().right > innerWidth + 1 && !el.closest(".tb-tablebox, .tb-pills, .tb-scroll, .tb-map, .tb-hidden"))
      .slice(0, 3).map((el) => `${el.tagName.toLowerCase()}.${el.className}`),
    untold: [...document.body.innerText.matchAll(/\b(?:web|orders|people|ui|console|common|places|ledger|policy|giving|matching)-[a-z][a-z0-9_-]+/g)]
      .map((match) => match[0]).slice(0, 5),
  }));
  assert.equal(facts.lang, guest.lang, `${what}: its language`);
  assert.equal(facts.heads, 1, `${what}: one first heading`);
  assert.ok(facts.title.length > 3, `${what}: a title`);
  assert.deepEqual(facts.untold, [], `${what}: every sentence is there`);
  assert.ok(facts.wider <= 0, `${what}: sticks out by ${facts.wider} px: ${facts.outside.join(", ")}`);
  await inLongWindow(page, async () => {
    if (shooting) await shoot(guest, name);
    if (guest.js) assert.deepEqual(await findings(page), [], `${what}: axe`);
  });
  if (isKept(name) && guest.js) await compareTree(guest, name);
}

/** With a window as long as the page, so that no bar at its edge lies over anything. */
async function inLongWindow(page, look) {
  const size = page.viewportSize();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width: size.width, height: Math.max(size.height, Math.min(height, 12_000)) });
  await look();
  await page.setViewportSize(size);
}

async function findings(page) {
  const axe = new AxeBuilder({ page }).options({ resultTypes: ["violations"] }).withTags(RULES).setLegacyMode(true);
  return (await axe.analyze()).violations.map(told);
}

async function shoot(guest, name) {
  mkdirSync(here("shots"), { recursive: true });
  const file = `${name}.${guest.edition}.${guest.lang.slice(0, 2)}.${guest.size}.png`;
  await guest.page.screenshot({ path: here(`shots/${file}`) });
}

/** A finding short enough to act on. */
function told(violation) {
  const where = violation.nodes.slice(0, 4).map((node) => {
    const because = [...node.any, ...node.all].map((check) => check.message).join("; ");
    return `${node.target.join(" ")} — ${because}`;
  });
  return `${violation.id} (${violation.nodes.length}×): ${where.join(" | ")}`;
}
