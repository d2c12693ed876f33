// At a site's desk: somebody without a telephone is registered; for somebody known the clerk acts, asks for help in their
// name, and stops. As long as it lasts, every page says for whom.

import assert from "node:assert/strict";
import { ahead, fillNeed } from "../lib/order.mjs";
import { staff } from "../lib/people.mjs";
import { sentence } from "../lib/words.mjs";

export async function registers() {
  const clerk = (await staff("site-clerk")).expect(422);
  const { page } = clerk;
  await clerk.open("/console/today");
  await clerk.look("console-today");
  await clerk.press('main a[href="/console/people/new"]');
  if (await page.locator("#f-street").count()) {
    await page.selectOption("#f-street", { index: 0 });
    await clerk.press("form[method=get] button[type=submit]");
  }
  await clerk.look("console-register");
  const [name, number] = ["沈桂兰", idNumber("320102", "19480315", "888")];
  await page.fill("#f-name", name);
  await page.fill("#f-id_no", `${number.slice(0, 17)}${number.endsWith("1") ? "2" : "1"}`);
  await clerk.press('form[action="/console/people/new"][method=post] button[type=submit]');
  await clerk.look("console-register-errors");
  assert.match(await page.innerText("#e-id_no"), sentence("people-id-check"), "one wrong figure is noticed");
  assert.equal(await page.inputValue("#f-name"), name, "the name is kept");
  await page.fill("#f-id_no", number);
  await page.selectOption("#f-node", { index: 1 });
  await page.fill("#f-address", "梅园新村 12 幢 301");
  await page.check("#f-consent");
  await clerk.press('form[action="/console/people/new"][method=post] button[type=submit]');
  await clerk.told("console-done-registered");
  assert.match(clerk.path(), /^\/console\/people\/[0-9a-f-]{36}$/);
  assert.ok(!(await page.content()).includes(number), "the number is not shown again");
  await clerk.look("console-person");
  await clerk.leave();
}

export async function actsForSomebody() {
  const clerk = await staff("site-clerk");
  const { page } = clerk;
  await clerk.open("/console/people/elders");
  await clerk.look("console-elders");
  const paths = await page.locator('tbody a[href^="/console/people/"]').evaluateAll((links) => [...new Set(links.map((a) => a.getAttribute("href")))]);
  let known = "";
  for (const path of paths) {
    await clerk.open(path);
    const hours = await page.locator(".tb-balance__number").allInnerTexts();
    if (hours.length && /[1-9]/.test(hours[0].split(/\D+/)[0] || hours[0])) {
      known = path;
      break;
    }
  }
  assert.ok(known, `somebody of ${paths.length} here has an hour to spend`);
  await clerk.press(`form[action="${known}/act"] button[value=publish]`);
  assert.equal(await page.locator(".tb-acting").count(), 1, "the banner says for whom");
  assert.match(await page.innerText(".tb-acting"), sentence("ui-acting"));
  await clerk.look("acting-publish");
  await clerk.open("/publish?item=home-visit");
  await fillNeed(clerk, { ...ahead(6, "10:00"), minutes: 30, note: "站点代为登记" });
  await clerk.press("button[name=do][value=check]");
  assert.equal(await page.locator(".tb-acting").count(), 1, "on this page too");
  await clerk.press("button[name=do][value=send]");
  await clerk.told("orders-done-published");
  await clerk.look("acting-order");
  const order = clerk.path();
  assert.match(await page.locator(".tb-timeline").textContent(), sentence("people-channel-desk"), "the history says it was done at a desk");
  await clerk.press('form[action="/acting/leave"] button');
  await clerk.told("web-acting-left");
  assert.equal(await page.locator(".tb-acting").count(), 0, "the banner is gone");
  assert.match(clerk.path(), /^\/console/, "back at the desk");
  await clerk.open(`/console${order}`);
  await clerk.look("console-order-open");
  await clerk.leave();
}

/** A resident identity number that can be true: region, birthday, serial, and the check figure of GB 11643. */
function idNumber(region, birthday, serial) {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const digits = region + birthday + serial;
  const sum = [...digits].reduce((total, digit, n) => total + Number(digit) * weights[n], 0);
  return digits + "10X98765432"[sum % 11];
}
