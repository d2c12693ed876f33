// What holds on every page, looked at once for each page, edition and language: axe finds nothing (WCAG 2.2 AA), nothing
// sticks out sideways on a phone or at a desk, one first heading, a title, the language said. Some pages also keep their accessibility
// tree (aria.mjs).

import AxeBuilder from "@axe-core/playwright";
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { compareTree } from "./aria.mjs";
import { patternOf } from "./doors.mjs";
import { here, quick, shooting, SIZES } from "./settings.mjs";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** Pages looked at: `name edition language size`. */
const seen = new Set();
/** The same by the pattern of their address: `edition language`. */
export const visited = new Map();

/** `tree`: this is the one place where the accessibility tree of this page is compared. */
export async function looked(guest, name, { tree = false } = {}) {
  const what = `${name} ${guest.edition} ${guest.lang} ${guest.size}`;
  if (tree) await compareTree(guest, name);
  if (seen.has(what)) return;
  seen.add(what);
  assert.deepEqual(guest.faults, [], `${what}: nothing went wrong behind the page`);
  await lookedAt(guest, name, guest.size);
  // The same page as it is on the other kind of screen; people have both.
  const own = guest.page.viewportSize();
  const other = guest.size === "phone" ? "desk" : "phone";
  await guest.page.setViewportSize(SIZES[other]);
  await lookedAt(guest, name, other, { whole: guest.edition === "normal" && guest.lang === "zh-CN" });
  await guest.page.setViewportSize(own);
  const pattern = patternOf(guest.path());
  if (!visited.has(pattern)) visited.set(pattern, new Set());
  visited.get(pattern).add(`${guest.edition} ${guest.lang}`);
}

/** One size; `whole`: with axe, and drawn when shooting. */
async function lookedAt(guest, name, size, { whole = true } = {}) {
  const { page } = guest;
  const what = `${name} ${guest.edition} ${guest.lang} ${size}`;
  const facts = await page.evaluate(() => ({
    lang: document.documentElement.lang,
    title: document.title,
    heads: [...document.querySelectorAll("h1")].filter((h) => h.checkVisibility({ checkVisibilityCSS: true })).length,
    wider: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    outside: [...document.querySelectorAll("main *")]
      .filter((el) => el.getBoundingClientRect().right > innerWidth + 1 && !el.closest(".tb-tablebox, .tb-pills, .tb-scroll, .tb-map, .tb-hidden"))
      .slice(0, 3).map((el) => `${el.tagName.toLowerCase()}.${el.className}`),
    untold: [...document.body.innerText.matchAll(/\b(?:web|orders|people|ui|console|common|places|ledger|policy|giving|matching|groups|learn|learning|outreach|papers|privacy|recognition|staff|volunteers)-[a-z][a-z0-9_-]+/g)]
      .map((match) => match[0]).slice(0, 5),
  }));
  assert.equal(facts.lang, guest.lang, `${what}: its language`);
  assert.equal(facts.heads, 1, `${what}: one first heading`);
  assert.ok(facts.title.length > 3, `${what}: a title`);
  assert.deepEqual(facts.untold, [], `${what}: every sentence is there`);
  assert.ok(facts.wider <= 0, `${what}: sticks out by ${facts.wider} px: ${facts.outside.join(", ")}`);
  if (!whole || (quick && !shooting)) return;
  await inLongWindow(page, async () => {
    if (shooting) await shoot(guest, name, size);
    if (guest.js && !quick) assert.deepEqual(await findings(page), [], `${what}: axe`);
  });
}

/** With a window as long as the page, so that no bar at its edge lies over anything. */
async function inLongWindow(page, look) {
  const size = page.viewportSize();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width: size.width, height: Math.max(size.height, Math.min(height, 12_000)) });
  await look();
  await page.setViewportSize(size);
  // Whoever measured or drew the page left empty style attributes behind, which htmx would carry on.
  await page.evaluate(() => document.querySelectorAll("[style='']").forEach((el) => el.removeAttribute("style")));
}

async function findings(page) {
  const axe = new AxeBuilder({ page }).options({ resultTypes: ["violations"] }).withTags(RULES).setLegacyMode(true);
  return (await axe.analyze()).violations.map(withoutPins).filter(({ nodes }) => nodes.length).map(told);
}

/** Pins of a map lie where things are, also close together; the list below it offers the same in full size. */
function withoutPins(violation) {
  const isPin = ({ html }) => violation.id === "target-size" && html.includes("leaflet-marker-icon");
  return { ...violation, nodes: violation.nodes.filter((node) => !isPin(node)) };
}

async function shoot(guest, name, size) {
  mkdirSync(here("shots"), { recursive: true });
  const file = `${name}.${guest.edition}.${guest.lang.slice(0, 2)}.${size}.png`;
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
