// The whole loop, once, on one order: an elder asks, a volunteer takes it, is let in with the elder's code, leaves, the
// elder agrees, the minutes arrive, both say how it was, an officer sees the order and the posting. It is told in two
// parts, because a visit lasts: the other stories are told meanwhile.

import assert from "node:assert/strict";
import { act, balance, publish, soon, take } from "../lib/order.mjs";
import { placeOf } from "../lib/place.mjs";
import { cast, elder as anElder, played, staff } from "../lib/people.mjs";
import { words } from "../lib/words.mjs";

const loop = {};

export async function begins() {
  const elder = (loop.elder = await anElder({ edition: "elder" }));
  loop.order = await publish(elder, "urgent-help", { ...soon(), minutes: 15, urgent: true, note: "厨房的灯不亮了" });
  await elder.told("orders-done-published");
  await elder.lookAround("order-published");

  const volunteer = (loop.volunteer = await cast("volunteer-free", { place: { latitude: 32.06, longitude: 118.79 } }));
  loop.before = await balance(volunteer);
  await take(volunteer, loop.order, { around: true });
  await volunteer.look("order-taken");

  for (const word of ["decline", "agree"]) {
    await elder.open(`${loop.order}/${word}`);
    await elder.lookAround(word);
  }
  await act(elder, loop.order, "agree");
  await elder.told("orders-done-agree");
  await elder.press(`a[href="${loop.order}/code"] >> nth=0`);
  await elder.lookAround("door-code", { tree: true });
  const code = (await elder.page.locator(".tb-code").innerText()).replace(/\D/g, "");
  assert.equal(code.length, 6, "six digits to read out");

  await volunteer.context.setGeolocation({ ...(await placeOf(volunteer, played("volunteer-free").phone, loop.order)), accuracy: 12 });
  await volunteer.open(`${loop.order}/check-in`);
  await volunteer.lookAround("check-in", { tree: true });
  await volunteer.page.fill("#f-code", code);
  await volunteer.press(`form[action="${loop.order}/check-in"] button[type=submit]`);
  await volunteer.told("orders-done-check-in");
  loop.inAt = Date.now();
  await volunteer.reads("orders-state-serving");
  const proofs = await volunteer.page.locator("details", { hasText: words("web-order-evidence") }).textContent();
  assert.match(proofs, new RegExp(words("orders-proof-door-code")), "the code is a proof");
  assert.match(proofs, new RegExp(words("orders-proof-position")), "the place is a proof");
  assert.ok(!proofs.includes(words("orders-verdict-invalid")), `both hold: ${proofs}`);
}

export async function ends() {
  const { elder, volunteer, order } = loop;
  assert.ok(loop.inAt, "the visit has begun");
  // Whole minutes count: the visit has lasted one when the clock has moved on by one. Usually the other stories took longer.
  await volunteer.page.waitForTimeout(Math.max(0, loop.inAt + 61_000 - Date.now()));
  await volunteer.open(`${order}/check-out`);
  await volunteer.lookAround("check-out", { tree: true });
  await volunteer.press(`form[action="${order}/check-out"] button[type=submit]`);
  await volunteer.told("orders-done-check-out");
  await volunteer.look("order-awaiting");
  await volunteer.open(`${order}/card`);
  await volunteer.lookAround("confirm-card");

  await elder.open(`${order}/confirm`);
  await elder.lookAround("confirm", { tree: true });
  await elder.press("button[name=say][value=same]");
  await elder.told("orders-done-settled");
  await elder.look("order-settled");

  const served = await elder.page.locator("dl").first().innerText();
  const after = await balance(volunteer);
  assert.ok(after > loop.before, `the minutes arrived: ${loop.before} → ${after} (${served})`);
  assert.ok(await volunteer.page.locator(`a[href="${order}"]`).count(), "the statement names the visit");
  await volunteer.look("account");

  await elder.open(`${order}/rate`);
  await elder.lookAround("rate", { tree: true });
  for (const person of [elder, volunteer]) {
    await act(person, order, "rate", async (page) => {
      await page.check("input[name=mark][value='5']");
      await page.check("input[name=tags] >> nth=0");
    });
    await person.told("orders-done-rate");
  }
  const history = await volunteer.page.locator(".tb-timeline").textContent();
  for (const step of ["submit", "take", "agree", "check-in", "check-out", "settle"]) {
    assert.ok(history.includes(words(`orders-step-${step}`)), `the history tells ${step}`);
  }
  assert.equal(await volunteer.page.locator(".tb-stars").count(), 2, "both ratings are shown");

  await officerSees(order);
  await elder.leave();
  await volunteer.leave();
}

async function officerSees(order) {
  const officer = await staff("city-officer");
  await officer.open(`/console${order}`);
  await officer.look("console-order");
  await officer.reads("orders-step-settle");
  await officer.press('main a[href^="/console/ledger/postings/"] >> nth=0');
  await officer.look("console-posting");
  await officer.leave();
}
