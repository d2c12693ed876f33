// The elder edition, measured: four large doors, letters of 18 px and more up to 30, everything to press 60 × 60 px and
// more, lines with air between them.

import assert from "node:assert/strict";
import { cast } from "../lib/people.mjs";

export async function fourDoors() {
  const elder = await cast("elder-today", { edition: "elder" });
  const doors = await elder.page.locator(".tb-door").evaluateAll((doors) =>
    doors.map((door) => ({ href: door.getAttribute("href"), ...door.getBoundingClientRect().toJSON() })));
  assert.deepEqual(doors.map((door) => door.href), ["/visits", "/publish", "/call", "/account"], "four doors");
  assert.ok(doors.every((door) => door.width >= 120 && door.height >= 120), "large ones");
  assert.ok(doors.every((door) => door.bottom <= 800), "all on the first screen");
  assert.equal(await elder.page.locator(".tb-tabs").count(), 0, "no tabs");
  for (const [name, path] of PAGES) {
    await elder.open(path);
    await measured(elder, name);
    await elder.look(name);
  }
  await elder.open("/visits");
  const visit = await elder.page.locator('main a[href^="/orders/"]').first().getAttribute("href");
  for (const path of [visit, `${visit}/cancel`]) {
    await elder.open(path);
    await measured(elder, path);
  }
  await elder.open("/visits");
  await elder.press('main a[href$="/code"] >> nth=0');
  await measured(elder, "door code");
  const size = await elder.page.locator(".tb-code").evaluate((code) => parseFloat(getComputedStyle(code).fontSize));
  assert.ok(size >= 40, `the door code is ${size} px`);
  await elder.leave();
}

const PAGES = [
  ["elder-home", "/"], ["visits", "/visits"], ["publish", "/publish"], ["publish-form", "/publish?item=home-visit"],
  ["call", "/call"], ["account", "/account"], ["me", "/me"], ["messages", "/messages"], ["orders", "/orders"], ["display", "/me/display"],
];

/** Four sizes of letters: the largest makes main text 30 px. */
export async function letters() {
  const elder = await cast("elder-today", { edition: "elder" });
  const sizes = [];
  for (const step of [1, 2, 3, 4]) {
    await elder.display({ text: String(step) });
    for (const path of ["/", "/visits", "/publish?item=home-visit"]) {
      await elder.open(path);
      await measured(elder, `${path} in size ${step}`);
      const wider = await elder.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wider <= 0, `${path} in size ${step} sticks out by ${wider} px`);
    }
    sizes.push(await elder.page.evaluate(() => parseFloat(getComputedStyle(document.querySelector("main p, main h1")).fontSize)));
  }
  const rem = await elder.page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
  assert.equal(rem, 30, "the largest main text");
  assert.deepEqual([...sizes].sort((a, b) => a - b), sizes, "each larger than the one before");
  await elder.display({ text: "1" });

  // The buttons themselves, by a finger.
  await elder.open("/");
  await elder.page.locator(".tb-sizes button[value='3']").tap();
  await elder.page.waitForFunction(() => document.documentElement.dataset.text === "3");
  await elder.open("/visits");
  assert.equal(await elder.page.getAttribute("html", "data-text"), "3", "kept on the next page");
  await elder.display({ text: "1" });
  await elder.leave();
}

async function measured(elder, name) {
  const faults = await elder.page.evaluate(() => {
    const found = [];
    const label = (el) => `${el.tagName.toLowerCase()}.${el.className} “${(el.innerText || el.value || "").trim().slice(0, 16)}”`;
    const isSeen = (el) => el.checkVisibility({ checkVisibilityCSS: true }) && !el.closest(".tb-hidden, .tb-skip");
    for (const el of document.querySelectorAll("body *")) {
      const own = [...el.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
      if (!own || !isSeen(el)) continue;
      const style = getComputedStyle(el);
      const size = parseFloat(style.fontSize);
      if (size < 18) found.push(`${label(el)} has letters of ${size} px`);
      const long = el.getBoundingClientRect().height > 2 * size;
      const line = style.lineHeight === "normal" ? 1.3 * size : parseFloat(style.lineHeight);
      if (long && line < 1.295 * size && el.innerText.length > 20) found.push(`${label(el)} has lines of ${(line / size).toFixed(2)}`);
    }
    const targets = "button, a.tb-btn, a.tb-door, a.tb-row, a.tb-back, a.tb-pill, a.tb-brand, summary, select, textarea, input:not([type=hidden]):not([type=radio]):not([type=checkbox]), .tb-choice, .tb-tick";
    for (const el of document.querySelectorAll(targets)) {
      if (!isSeen(el)) continue;
      const { width, height } = el.getBoundingClientRect();
      if (width < 59.5 || height < 59.5) found.push(`${label(el)} is ${Math.round(width)} × ${Math.round(height)} px`);
    }
    return [...new Set(found)];
  });
  assert.deepEqual(faults, [], `${name} in the elder edition`);
}
