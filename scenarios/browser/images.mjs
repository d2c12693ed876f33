// The picture of the two faces for the readme: the task hall on a phone and the console's day, drawn from the running
// product and put side by side.

import { statSync } from "node:fs";
import { closeBrowser, theBrowser } from "./lib/guest.mjs";
import { cast, staff } from "./lib/people.mjs";
import { here } from "./lib/settings.mjs";

const out = here("../../docs/images/faces.png");

const volunteer = await cast("volunteer-free");
await volunteer.open("/hall");
// The map and its heading would fill the screen: the orders are what one comes for.
await volunteer.page.locator("details[open] > summary").first().click();
const phone = await volunteer.page.screenshot();
const clerk = await staff("city-officer");
await clerk.open("/console/today");
const desk = await clerk.page.screenshot();

const page = await (await theBrowser()).newPage({ viewport: { width: 1360, height: 720 } });
const picture = (png) => `data:image/png;base64,${png.toString("base64")}`;
await page.setContent(`<!doctype html><style>
  body { margin: 0; background: #e9ece6; display: flex; gap: 36px; padding: 36px; align-items: center; justify-content: center; }
  img { display: block; border-radius: 10px; box-shadow: 0 2px 14px rgba(27, 38, 35, .18); }
  .phone { height: 648px; border: 7px solid #1b2623; border-radius: 26px; }
  .desk { width: 928px; }
</style><img class="desk" src="${picture(desk)}"><img class="phone" src="${picture(phone)}">`);
await page.screenshot({ path: out });
console.log(`${out}: ${Math.round(statSync(out).size / 1024)} KB`);
await closeBrowser();
