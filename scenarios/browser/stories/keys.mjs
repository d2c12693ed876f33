// With nothing but a keyboard: into the demonstration, into the hall, an order taken.

import assert from "node:assert/strict";
import { guest } from "../lib/guest.mjs";
import { words } from "../lib/words.mjs";

export async function takesAnOrder() {
  const person = await guest({ size: "desk" });
  const { page } = person;
  await person.open("/sign-in");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "tb-skip", "the first stop skips the head");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id || location.hash), "main");

  await goTo(person, 'a[href="/demo"]');
  await goTo(person, `button:has-text("${words("web-cast-volunteer-free")}")`);
  await goTo(person, 'nav a[href="/hall"]');
  await goTo(person, 'main a[href$="/take"]');
  await goTo(person, 'form[action$="/take"] button[type=submit]');
  await person.told("orders-done-take");
  await person.leave();
}

/** Presses Tab until the place is reached, sees that one sees where one is, presses Enter. */
async function goTo(person, selector) {
  const { page } = person;
  await page.locator(selector).first().waitFor();
  const target = await page.locator(selector).first().elementHandle();
  for (let stops = 0; stops < 200; stops += 1) {
    await page.keyboard.press("Tab");
    if (!(await page.evaluate((el) => document.activeElement === el, target))) continue;
    const { outline, above } = await page.evaluate(async (el) => {
      await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
      const { outlineStyle, outlineWidth } = getComputedStyle(el);
      const { left, top, width, height } = el.getBoundingClientRect();
      const there = document.elementFromPoint(left + width / 2, top + height / 2);
      return { outline: `${outlineStyle} ${outlineWidth}`, above: !there || el.contains(there) ? "" : there.outerHTML.slice(0, 80) };
    }, target);
    assert.match(outline, /^(solid|dashed|auto) ([2-9]|\d\d)/, `one sees that ${selector} has the focus: ${outline}`);
    assert.equal(above, "", `nothing lies over ${selector} when it has the focus`);
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
    return;
  }
  assert.fail(`${selector} is not reached with Tab on ${person.path()}`);
}
