// The messages the product sent: an installation without a gateway writes them to a file.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { data, patience } from "./settings.mjs";

/** The newest code sent to this number, waiting for the delivery that runs beside the pages. */
export async function codeFor(phone, { after = 0 } = {}) {
  const file = join(data, "messages", "outbox.jsonl");
  for (let tries = 0; tries < patience / 250; tries += 1) {
    const texts = existsSync(file) ? readFileSync(file, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line)) : [];
    const codes = texts.filter((text) => text.template === "people-text-code" && text.to.endsWith(phone));
    if (codes.length > after) return codes.at(-1).args.code;
    await new Promise((done) => setTimeout(done, 250));
  }
  throw new Error(`no code reached ${phone}`);
}
