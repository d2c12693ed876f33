// Signing in with a telephone: the code comes as a message; wrong codes and too many wishes are answered with a sentence.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { guest } from "../lib/guest.mjs";
import { codeFor } from "../lib/outbox.mjs";
import { idNumber, played, registered, staff } from "../lib/people.mjs";

const ASK = 'form[action="/sign-in"] button';
const ENTER = 'form[action="/sign-in/code"] button';

export async function byTelephone() {
  const { phone } = played("elder");
  const person = (await guest()).expect(422);
  const { page } = person;
  await person.open("/messages");
  assert.equal(person.path(), "/sign-in", "what needs a name leads to the door");
  await person.look("sign-in", { tree: true });
  await page.fill("#f-phone", "12345");
  await person.press(ASK);
  assert.equal(await page.inputValue("#f-phone"), "12345", "what was typed is kept");
  assert.match(await page.innerText("#e-phone"), /\S{6,}/, "a sentence beside the field");
  await person.look("sign-in-wrong-number");

  await page.fill("#f-phone", phone);
  await person.press(ASK);
  await person.look("sign-in-code", { tree: true });
  const code = await codeFor(phone);
  await page.fill("#f-code", code === "000000" ? "000001" : "000000");
  await person.press(ENTER);
  await person.reads("people-code-wrong");
  await person.look("sign-in-wrong-code");
  await page.fill("#f-code", code);
  await person.press(ENTER);
  assert.equal(person.path(), "/messages", "in, and on to what was asked for");
  assert.equal(await page.locator('a[href="/sign-in"]').count(), 0);
  await person.look("messages");

  const impatient = (await guest()).expect(429);
  await impatient.open("/sign-in");
  await impatient.page.fill("#f-phone", phone);
  await impatient.press(ASK);
  await impatient.reads("people-code-too-soon");
  await impatient.look("sign-in-too-soon");
  await impatient.leave();
  await person.open("/me");
  await person.press('main form[action="/sign-out"] button');
  await person.told("web-signed-out");
  await person.open("/me");
  assert.equal(person.path(), "/sign-in", "out again");
  await person.leave();
}

/** A number nobody has: who one is, where one lives, what one declares; all faults at once, nothing typed lost. */
export async function newcomer() {
  await comes("19900010001", {});
  await comes("19900010002", { edition: "elder", lang: "en" });
}

async function comes(phone, display) {
  const person = (await guest()).expect(422);
  const { page } = person;
  await person.open("/sign-in");
  await person.display(display);
  await person.open("/sign-in");
  await page.fill("#f-phone", phone);
  await person.press(ASK);
  await page.fill("#f-code", await codeFor(phone));
  await person.press(ENTER);
  await person.look("newcomer");
  await person.press('form[action="/register"] button[value=volunteer]');
  await person.look("register");
  await page.fill("#f-name", "林晓");
  await page.fill("#f-id_no", "11010119900307123X");
  await person.press("button[name=do][value=send]");
  await person.look("register-errors");
  assert.equal(await page.inputValue("#f-name"), "林晓", "the name is kept");
  assert.equal(await page.evaluate(() => document.activeElement.id), "error-summary");
  assert.ok((await page.locator("#error-summary li").count()) >= 3, "all faults at once");
  // The lists of districts, streets and communities follow each other.
  await page.selectOption("#f-district", { index: 1 });
  await page.locator("#f-street").waitFor();
  await page.selectOption("#f-street", { index: 1 });
  await page.locator("select#f-node").waitFor();
  assert.equal(await page.inputValue("#f-name"), "林晓", "and still is");
  await person.look("register-area");
  await person.leave();
}

/** A couple with one telephone: after the code one says who one is. */
export async function sharedTelephone() {
  const { phone } = played("family");
  const clerk = await staff("site-clerk");
  await registered(clerk, { name: "吴有福", number: idNumber("320102", "19470722", "813"), phone });
  await clerk.leave();

  const person = await guest();
  const { page } = person;
  await person.open("/sign-in");
  await page.fill("#f-phone", phone);
  await person.press(ASK);
  await page.fill("#f-code", await codeFor(phone));
  await person.press(ENTER);
  await person.look("sign-in-person", { tree: true });
  const choices = page.locator('form[action="/sign-in/person"] button[name=person]');
  assert.equal(await choices.count(), 2, "two to choose from");
  await person.press(choices.first());
  assert.equal(await page.locator('a[href="/sign-in"]').count(), 0, "in");
  await person.leave();
}

/** Staff: user name, password, and the number of an authenticator; whatever was wrong, the answer is the same. */
export async function atTheDesk() {
  const { staff: keys } = played("street-officer");
  const person = (await guest({ size: "desk" })).expect(401, 422);
  const { page } = person;
  await person.open("/console/orders");
  assert.equal(person.path(), "/sign-in", "the console leads to the door too");
  await person.press('a[href="/staff/sign-in"]');
  await person.look("staff-sign-in");
  const enter = async (password) => {
    await page.fill("#f-username", keys.username);
    await page.fill("#f-password", password);
    await page.fill("#f-one_time_code", oneTime(keys.one_time_secret));
    await person.press('form[action="/staff/sign-in"] button[type=submit]');
  };
  await enter(`${keys.password}x`);
  await person.reads("people-sign-in-wrong");
  assert.equal(await page.inputValue("#f-password"), "", "a password is never shown again");
  await person.look("staff-sign-in-wrong");
  await enter(keys.password);
  assert.match(person.path(), /^\/console/, "in");
  await person.look("console-home-street");
  await person.press('form[action="/sign-out"] button');
  await person.leave();
}

/** The number an authenticator shows now (RFC 6238: SHA-1, 30 seconds, six digits). */
function oneTime(secret) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mac = createHmac("sha1", Buffer.from(secret)).update(counter).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}
