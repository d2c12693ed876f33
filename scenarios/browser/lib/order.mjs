// What people do with orders, step by step as the pages offer it.

import assert from "node:assert/strict";

const MINUTE = 60_000;

/** The city's day and clock of a moment, as the form's fields want them. */
export function cityTime(at) {
  const text = new Date(at + 8 * 60 * MINUTE).toISOString();
  return { day: text.slice(0, 10), start: text.slice(11, 16) };
}

/** A start that is near enough to check in at once: check-in opens half an hour before. Never across midnight. */
export function soon(minutes = 15) {
  const five = 5 * MINUTE;
  const at = Math.ceil((Date.now() + 10 * MINUTE) / five) * five;
  const ends = cityTime(at + minutes * MINUTE - 1);
  if (ends.day === cityTime(at).day) return cityTime(at);
  return { day: cityTime(at + minutes * MINUTE).day, start: "00:00" };
}

/** A good hour so many days ahead. */
export function ahead(days, start) {
  return { day: cityTime(Date.now() + days * 24 * 60 * MINUTE).day, start };
}

/** Fills in the form of a need; the form of its item is open. */
export async function fillNeed(elder, { day, start, minutes, urgent = false, note = "" }) {
  const { page } = elder;
  await page.fill("#f-day", day);
  await page.fill("#f-start", start);
  if (minutes) await page.check(`input[name=minutes][value="${minutes}"]`);
  if (urgent) await page.check("#f-urgent");
  if (note) await page.fill("#f-note", note);
}

/** Asks for help from the first page on; gives the path of the order. */
export async function publish(elder, item, need) {
  await elder.open("/");
  await elder.press('main a[href="/publish"] >> nth=0');
  await elder.press(`a[href="/publish?item=${item}"]`);
  await elder.look(`publish-form-${item}`);
  await fillNeed(elder, need);
  await elder.press("button[name=do][value=check]");
  await elder.look(`publish-check-${item}`);
  await elder.press("button[name=do][value=send]");
  const refused = elder.page.locator("main [role=alert]");
  assert.match(elder.path(), /^\/orders\/[0-9a-f-]{36}$/, `the new order is shown: ${(await refused.allInnerTexts()).join(" ")}`);
  return elder.path();
}

/** Finds an order in the hall and takes it. */
export async function take(volunteer, order, { around = false } = {}) {
  await volunteer.open("/hall");
  await volunteer.press(`a[href="${order}/take"]`);
  if (around) await volunteer.lookAround("take", { tree: true });
  await volunteer.press(`form[action="${order}/take"] button[type=submit]`);
  await volunteer.told("orders-done-take");
}

/** Presses the button of an order that leads to the page of an act, and there the one that does it. */
export async function act(person, order, word, fill = async () => {}) {
  await person.open(order);
  await person.press(`main .tb-actions a[href="${order}/${word}"]`);
  await person.look(word);
  await fill(person.page);
  await person.press(`form[action="${order}/${word}"] button[type=submit] >> nth=0`);
}

/** Minutes at one's free disposal, as the account says them. */
export async function balance(person) {
  await person.open("/account");
  const [hours, minutes] = await person.page.locator(".tb-balance__number > span").allInnerTexts();
  const number = (text) => Number(/-?\d+/.exec(text.replace(/,/g, ""))[0]);
  return 60 * number(hours) + number(minutes ?? "0");
}
