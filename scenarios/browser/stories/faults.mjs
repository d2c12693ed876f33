// Wrong input, pressed twice, too late, gone back: nothing is lost, nothing is done twice, and the page says what to do.

import assert from "node:assert/strict";
import { act, ahead, fillNeed, publish, take } from "../lib/order.mjs";
import { elder, volunteersNear } from "../lib/people.mjs";
import { base } from "../lib/settings.mjs";
import { sentence } from "../lib/words.mjs";

const CHECK = "button[name=do][value=check]";

/** A form that comes back keeps what was typed and says beside each field what is wrong with it. */
export async function badInput() {
  const person = (await elder()).expect(422);
  const { page } = person;
  await person.open("/publish?item=home-visit");
  await page.fill("#f-note", "请带一把伞");
  await page.fill("#f-start", "10:00");
  await person.press(CHECK);
  await person.look("publish-errors", { tree: true });
  assert.equal(await page.evaluate(() => document.activeElement.id), "error-summary", "reading starts at the summary");
  assert.equal(await page.inputValue("#f-note"), "请带一把伞", "the note is kept");
  assert.equal(await page.inputValue("#f-start"), "10:00", "the hour is kept");
  assert.equal(await page.getAttribute("#f-day", "aria-invalid"), "true");
  assert.equal(await page.getAttribute("#f-day", "aria-describedby"), "e-day");
  assert.match(await page.innerText("#e-day"), sentence("common-field-missing"));
  await page.locator('#error-summary a[href="#f-day"]').click();
  assert.equal(await page.evaluate(() => document.activeElement.id), "f-day", "the summary leads to the field");

  // Right as a form, against the rules: too soon for a plain visit, at an hour nobody comes.
  await fillNeed(person, { ...ahead(1, "03:00"), minutes: 30 });
  await person.press(CHECK);
  if (await page.locator("button[name=do][value=send]").count()) await person.press("button[name=do][value=send]");
  const refused = await page.locator("main [role=alert]").first().innerText();
  assert.match(refused, /20|8/, `the refusal names the hours: ${refused}`);
  assert.equal(await page.inputValue("#f-note"), "请带一把伞", "the note is still kept");
  await person.look("publish-refused");
  await person.leave();
}

/** Two presses, and two requests at the same moment, are one order. */
export async function twice() {
  const person = await elder();
  const { page } = person;
  await person.open("/publish?item=home-visit");
  await fillNeed(person, { ...ahead(3, "15:00"), minutes: 30 });
  await person.press(CHECK);
  const form = await page.locator("form:has(button[name=do][value=send])").evaluate((it) => Object.fromEntries(new FormData(it)));
  const send = () => person.context.request.post("/publish", {
    form: { ...form, do: "send" },
    headers: { origin: base, "sec-fetch-site": "same-origin" },
    maxRedirects: 0,
  });
  const [one, two] = await Promise.all([send(), send()]);
  const paths = [one, two].map((answer) => answer.headers().location);
  assert.match(paths[0] ?? "", /^\/orders\//, `the first goes on to the order (${one.status()})`);
  assert.equal(paths[0], paths[1], "both lead to the same order");
  await Promise.all([page.waitForURL(/\/orders\/[0-9a-f-]{36}$/), page.locator("button[name=do][value=send]").dblclick()]);
  assert.equal(person.path(), paths[0], "and so do two presses of the button");
  await person.leave();
}

/** Back, and once more: the page says how things stand. */
export async function backAgain() {
  const person = (await elder()).expect(409, 404);
  const { page } = person;
  const order = await publish(person, "home-visit", { ...ahead(4, "10:00"), minutes: 30 });
  await person.open(`${order}/cancel`);
  await page.check("input[name=why][value=other-time]");
  await person.press("form button[type=submit] >> nth=-1");
  await person.told("orders-done-cancel");
  await page.goBack();
  assert.equal(await page.locator("h1").count(), 1, "a page, not an error of the browser");
  if (await page.locator(`form[action="${order}/cancel"]`).count()) {
    await person.press(`form[action="${order}/cancel"] button[type=submit]`);
  }
  await person.reads("orders-state-cancelled");
  await person.look("order-cancelled");
  await person.leave();
}

/** Two volunteers want the same order; an elder's page is old. Whoever comes second is told kindly. */
export async function tooLate() {
  const person = await elder();
  const order = await publish(person, "home-visit", { ...ahead(5, "14:00"), minutes: 30 });
  const [first, second] = await volunteersNear(order, 2);
  second.expect(409, 404);
  await second.open(`${order}/take`);
  await take(first, order);
  await second.press(`form[action="${order}/take"] button[type=submit]`);
  await second.told("web-taken-meanwhile");
  await second.look("taken-meanwhile");

  // The elder's page offers to agree; meanwhile the volunteer gave the visit back.
  person.expect(409);
  await person.open(`${order}/agree`);
  await first.open(`${order}/withdraw`);
  await first.lookAround("withdraw");
  await first.page.check("input[name=why][value=ill]");
  await first.press(`form[action="${order}/withdraw"] button[type=submit]`);
  await first.told("orders-done-withdraw");
  await person.press(`form[action="${order}/agree"] button[type=submit]`);
  await person.reads("orders-state-published");
  await person.look("order-stale");
  await act(person, order, "cancel", (page) => page.check("input[name=why][value=family-helps]"));
  await person.told("orders-done-cancel");
  for (const someone of [person, first, second]) await someone.leave();
}

/** What does not exist is said in the house's own words. */
export async function nowhere() {
  const person = (await elder()).expect(404);
  await person.open("/orders/00000000-0000-7000-8000-000000000000");
  await person.look("not-found");
  await person.open("/nowhere");
  await person.look("not-found-path");
  await person.leave();
}
