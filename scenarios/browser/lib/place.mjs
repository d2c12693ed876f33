// Where a visit is. The volunteer's telephone knows because it stands there; here the interface for programs tells it to
// the volunteer who has taken the order.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { codeFor } from "./outbox.mjs";

/** The place of an order, for the volunteer with this number. */
export async function placeOf(volunteer, phone, order) {
  const ask = async (path, body, token) => {
    const headers = { "content-type": "application/json", "idempotency-key": randomUUID() };
    if (token) headers.authorization = `Bearer ${token}`;
    const answer = body
      ? await volunteer.context.request.post(path, { data: body, headers })
      : await volunteer.context.request.get(path, { headers });
    assert.ok(answer.ok(), `${path} answers ${answer.status()}: ${await answer.text()}`);
    return answer.json();
  };
  await ask("/api/v1/sign-in/code", { phone });
  const { token } = await ask("/api/v1/sign-in", { phone, code: await codeFor(phone) });
  const { place } = await ask(`/api/v1${order}`, undefined, token);
  return { latitude: place.position.lat, longitude: place.position.lon };
}
