// Without scripts: asking for help and calling it off, on nothing but forms and links.

import assert from "node:assert/strict";
import { act, ahead, balance, publish } from "../lib/order.mjs";
import { elder } from "../lib/people.mjs";

export async function publishesAndCancels() {
  const person = await elder({ js: false });
  const before = await balance(person);
  const order = await publish(person, "home-visit", { ...ahead(2, "10:00"), minutes: 30, note: "想有人聊聊天" });
  await person.told("orders-done-published");
  assert.equal(await balance(person), before - 30, "the minutes are set aside");
  await act(person, order, "cancel", (page) => page.check("input[name=why][value=not-needed]"));
  await person.told("orders-done-cancel");
  await person.reads("orders-state-cancelled");
  assert.equal(await balance(person), before, "and given back");
  await person.leave();
}

/** Letters, edition and language change by a press of a button, and one stays where one was. */
export async function looksHow() {
  const person = await elder({ js: false });
  await person.open("/messages");
  await person.press("form.tb-sizes button[value='4']");
  assert.equal(await person.page.getAttribute("html", "data-text"), "4");
  const other = (await person.page.getAttribute("html", "data-edition")) === "elder" ? "normal" : "elder";
  await person.press(`button[name=edition][value=${other}]`);
  assert.equal(await person.page.getAttribute("html", "data-edition"), other);
  await person.press("button[name=lang][value=en]");
  assert.equal(await person.page.getAttribute("html", "lang"), "en");
  assert.equal(person.path(), "/messages", "one is where one was");
  await person.leave();
}
