// At a site's desk: somebody without a telephone is registered; for somebody known the clerk acts, asks for help in their
// name, and stops. As long as it lasts, every page says for whom.

import assert from "node:assert/strict";
import { ahead, fillNeed } from "../lib/order.mjs";
import { idNumber, staff, volunteerOf } from "../lib/people.mjs";
import { sentence } from "../lib/words.mjs";

export async function registers() {
  const clerk = (await staff("site-clerk")).expect(422);
  const { page } = clerk;
  await clerk.open("/console/today");
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

  // Her brother is known here already; that they are kin counts when somebody else has confirmed it.
  const sister = clerk.path();
  await clerk.open("/console/people/elders");
  const rows = await page.locator(`tbody tr:not(:has(a[href="${sister}"]))`).allInnerTexts();
  const handle = rows.map((row) => /TB[0-9A-Z]{7}/.exec(row)?.[0]).find(Boolean);
  await clerk.open(`${sister}/link`);
  const save = `form[action="${sister}/link"] button[type=submit]`;
  await clerk.press(save);
  await clerk.look("console-link-errors");
  await page.fill("#f-b", handle);
  await page.selectOption("#f-kind", { index: 1 });
  await page.fill("#f-evidence", "户口本");
  await clerk.press(save);
  assert.equal(clerk.path(), sister, "noted on her page");
  await clerk.leave();

  // Whoever entered it does not review it: an officer of the street does.
  const officer = (await staff("street-officer")).expect(422);
  const approve = 'form[action^="/console/review/"][action$="/approve"]';
  await officer.open("/console/review");
  await officer.press('tr:has-text("沈**") a[href^="/console/review/"] >> nth=0');
  await officer.press(`${approve} button[type=submit]`);
  await officer.look("console-review-errors");
  await officer.page.check(`${approve} input[name=passed][value=identity]`);
  await officer.press(`${approve} button[type=submit]`);
  await officer.told("console-done-approved");
  await officer.leave();
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

  // Nobody has taken it yet: a volunteer who could is asked, and finds the question.
  await clerk.open(`/console${order}/candidates`);
  await clerk.look("console-candidates");
  const fit = await page.locator("input[name=volunteers]").evaluateAll((boxes) => boxes.map((box) => box.value));
  const asked = await volunteerOf(fit);
  await page.check(`input[name=volunteers][value="${asked.id}"]`);
  await clerk.press(`form[action="/console${order}/invite"] button[type=submit]:not([formaction])`);
  await clerk.told("console-done-invite");
  await asked.open(`${order}/answer`);
  await asked.lookAround("answer");
  await asked.leave();
  await clerk.leave();
}

/** A program of another office gets a token, shown once. */
export async function givesToken() {
  const officer = (await staff("city-officer")).expect(422);
  const { page } = officer;
  const send = 'form[action="/console/tokens/new"] button[type=submit]';
  await officer.open("/console/tokens/new");
  await officer.press(send);
  await officer.look("console-token-errors");
  await page.fill("#f-name", "统计平台");
  await page.check('input[name=scopes][value="orders:read"]');
  await officer.press(send);
  assert.match(await page.innerText("#token"), /^[0-9a-f]{64}$/, "the token");
  await officer.look("console-token-shown");
  await officer.open("/console/tokens");
  await officer.reads(/统计平台/);
  await officer.leave();
}
