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
    const shown = await page.evaluate(() => {
      const style = getComputedStyle(document.activeElement);
      return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    });
    assert.ok(shown, `one sees that ${selector} has the focus`);
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
    return;
  }
  assert.fail(`${selector} is not reached with Tab on ${person.path()}`);
}
