// An elder doubts a visit; an officer hears both and decides; both read it.

import assert from "node:assert/strict";
import { act } from "../lib/order.mjs";
import { cast, played, staff } from "../lib/people.mjs";
import { words } from "../lib/words.mjs";

export async function openedAndDecided() {
  const elder = await cast("elder");
  const order = `/orders/${played("elder").order}`;
  await act(elder, order, "dispute", (page) => page.check("input[name=why][value=times-wrong]"));
  await elder.told("orders-done-dispute");
  await elder.reads("orders-state-disputed");
  await elder.look("order-disputed");

  const officer = (await staff("city-officer")).expect(422);
  await officer.open(`/console${order}`);
  await officer.look("console-order-disputed");
  await officer.press(`a[href="/console${order}/decide"]`);
  await officer.look("console-decide");
  await officer.press(`form[action="/console${order}/decide"] button[type=submit]`);
  await officer.look("console-decide-errors");
  await officer.page.fill("#f-minutes", "20");
  await officer.page.fill("#f-grounds", "电话听了双方，来了约二十分钟。");
  await officer.press(`form[action="/console${order}/decide"] button[type=submit]`);
  await officer.told("console-done-decide");
  await officer.look("console-order-decided");
  await officer.leave();

  await elder.open(order);
  await elder.reads("orders-state-settled");
  await elder.reads(/20\s*分钟/, "the minutes decided");
  const history = await elder.page.locator(".tb-timeline").textContent();
  for (const step of ["dispute", "decide"]) assert.ok(history.includes(words(`orders-step-${step}`)), `the history tells ${step}`);
  await elder.leave();
}
