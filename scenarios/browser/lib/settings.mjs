// Where the product under test is and what a run may write.

import { fileURLToPath } from "node:url";

/** Address of the running product, without a slash at its end. */
export const base = (process.env.STORIES_URL || "http://127.0.0.1:8080").replace(/\/$/, "");
/** Its data directory: the outbox of messages lies below. */
export const data = process.env.STORIES_DATA || "";
/** With SHOTS=1 every page looked at is also drawn into shots/. */
export const shooting = process.env.SHOTS === "1";
/** With ARIA=write the kept accessibility trees are written anew. */
export const writing = process.env.ARIA === "write";

export const here = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
export const chromiumPath = process.env.CHROMIUM || "/usr/bin/chromium";
