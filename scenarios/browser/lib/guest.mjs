// Somebody in front of a browser: a context of their own, a page, and a watch over everything that must never happen, on
// whatever page they are: an error in the console, a request to another host, something the Content-Security-Policy
// stopped, a missing file, an answer of the server that is a fault.

import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { looked } from "./look.mjs";
import { base, chromiumPath, patience, SIZES } from "./settings.mjs";
import { sentence } from "./words.mjs";

const DEVICES = {
  phone: { viewport: SIZES.phone, isMobile: true, hasTouch: true },
  desk: { viewport: SIZES.desk },
};

export const LANGUAGES = ["zh-CN", "en"];
export const EDITIONS = ["normal", "elder"];

let browser;

/** The one browser of a run. */
export async function theBrowser() {
  browser ??= chromium.launch({
    executablePath: chromiumPath,
    args: ["--lang=zh-CN", "--disable-gpu", "--force-color-profile=srgb", "--font-render-hinting=none"],
  });
  return browser;
}

export async function closeBrowser() {
  await (await browser)?.close();
  browser = undefined;
}

/**
 * A new guest. `size`: phone or desk; `js`: false switches scripts off; `place`: where the phone is.
 */
export async function guest({ size = "phone", lang = "zh-CN", js = true, place } = {}) {
  const context = await (await theBrowser()).newContext({
    ...DEVICES[size],
    baseURL: base,
    locale: lang,
    timezoneId: "Asia/Shanghai",
    javaScriptEnabled: js,
    reducedMotion: "reduce",
    ...(place ? { geolocation: place, permissions: ["geolocation"] } : {}),
  });
  context.setDefaultTimeout(patience);
  return new Guest(context, await context.newPage(), { size, lang, js });
}

export class Guest {
  constructor(context, page, { size, lang, js }) {
    Object.assign(this, { context, page, size, lang, js, edition: "normal", faults: [], expected: new Set() });
    context.on("request", (request) => this.judgeRequest(request));
    context.on("response", (response) => this.judgeResponse(response));
    context.on("requestfailed", (request) => {
      const why = request.failure()?.errorText ?? "";
      // A page that is left while it still loads breaks off its own requests.
      if (!/ERR_ABORTED/.test(why)) this.faults.push(`request failed: ${request.url()} ${why}`);
    });
    context.on("weberror", (event) => this.faults.push(`script error: ${event.error()}`));
    context.on("console", (message) => this.judgeMessage(message));
  }

  judgeRequest(request) {
    const url = request.url();
    if (!url.startsWith(`${base}/`) && !/^(data|blob|chrome-error):/.test(url)) {
      this.faults.push(`another host was asked: ${url}`);
    }
  }

  judgeResponse(response) {
    const status = response.status();
    if (status < 400) return;
    const whole = response.request().isNavigationRequest();
    // A form that comes back with a sentence is 4xx; whoever expects it has said so.
    if (!whole || status >= 500 || !this.expected.has(status)) {
      this.faults.push(`${status} ${response.request().method()} ${response.url().slice(base.length)}`);
    }
  }

  judgeMessage(message) {
    if (message.type() !== "error" && !/Content.Security.Policy|violates/i.test(message.text())) return;
    // The status of answers is judged where it is known which was expected.
    if (/^Failed to load resource: the server responded/.test(message.text())) return;
    this.faults.push(`console: ${message.text()} (${message.location().url})`);
  }

  /** From now on answers with this status are part of the story. */
  expect(...statuses) {
    statuses.forEach((status) => this.expected.add(status));
    return this;
  }

  async open(path) {
    await this.page.goto(path);
    return this;
  }

  /** Presses something and waits for the page it leads to. */
  async press(target) {
    const locator = typeof target === "string" ? this.page.locator(target) : target;
    const next = this.page.waitForNavigation({ waitUntil: "load" });
    await Promise.all([next, locator.click()]);
    return this;
  }

  path() {
    return new URL(this.page.url()).pathname;
  }

  /** What the last act did, as the page says it. */
  async told(key) {
    const said = (await this.page.locator("main .tb-notice--ok[role=status]").allInnerTexts()).join(" ");
    if (!sentence(key, this.lang).test(said)) await this.reads(key);
  }

  /** A sentence anywhere on the page. */
  async reads(pattern, why = "") {
    const text = await this.page.locator("main").innerText();
    const wanted = pattern instanceof RegExp ? pattern : sentence(pattern, this.lang);
    assert.ok(wanted.test(text), `${this.path()} says ${wanted} ${why}; it says: ${text.replace(/\s+/g, " ").slice(0, 300)}`);
  }

  /** Which edition, which letters, which language the page is in now. */
  async display(choice) {
    if (Object.entries(choice).every(([what, value]) => this[what] === value)) return;
    // The same form as the buttons in the head of the page; here without scrolling to them.
    const csrf = await this.page.locator('form[action="/display"] input[name=_csrf]').first().inputValue();
    const back = this.path();
    const answer = await this.context.request.post("/display", {
      form: { _csrf: csrf, back, ...choice },
      headers: { origin: base, "sec-fetch-site": "same-origin" },
    });
    assert.ok(answer.ok(), `the display form answers ${answer.status()}`);
    if (choice.edition) this.edition = choice.edition;
    if (choice.lang) this.lang = choice.lang;
  }

  /** Looks at the page as it is now; see look.mjs. */
  async look(name, options) {
    await looked(this, name, options);
  }

  /** Looks at the page whose address this is in every edition and language, and comes back to how it was. */
  async lookAround(name, { editions = EDITIONS, tree = false } = {}) {
    const { edition, lang } = this;
    const address = this.page.url().slice(base.length);
    const looks = editions.flatMap((edition) => LANGUAGES.map((lang) => ({ edition, lang })));
    for (const look of looks) {
      await this.display(look);
      await this.open(address);
      await this.look(name, { tree });
    }
    await this.display({ edition, lang });
    await this.open(address);
  }

  /** The end of a story: nothing that must never happen has happened. */
  async leave() {
    const faults = [...this.faults];
    await this.context.close();
    assert.deepEqual(faults, [], "nothing went wrong behind the pages");
  }
}
