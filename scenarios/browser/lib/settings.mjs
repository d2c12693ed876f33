// Where the product under test is and what a run may write.

import { fileURLToPath } from "node:url";

/** Address of the running product, without a slash at its end. */
export const base = (process.env.STORIES_URL || "http://127.0.0.1:8080").replace(/\/$/, "");
/** Its data directory: the outbox of messages lies below. */
export const data = process.env.STORIES_DATA || "";
/** With SHOTS=1 every page looked at is also drawn into shots/. */
export const shooting = process.env.SHOTS === "1";
/** With QUICK=1 axe is left out: for telling a new story again and again. */
export const quick = process.env.QUICK === "1";
/** With ARIA=write the kept accessibility trees are written anew. */
export const writing = process.env.ARIA === "write";

export const here = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
export const chromiumPath = process.env.CHROMIUM || "/usr/bin/chromium";

/** How long a state is waited for, in milliseconds. Nothing waits longer than it must; a machine with much to do needs long. */
export const patience = Number(process.env.STORIES_PATIENCE || 60_000);

/** The screens people have. */
export const SIZES = { phone: { width: 360, height: 800 }, desk: { width: 1280, height: 800 } };
