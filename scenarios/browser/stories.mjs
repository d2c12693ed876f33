// All stories: one browser, every guest with a context of their own. Three lanes are told side by side; within a lane one
// story after the other. Whoever of the cast is changed by a story (an order settled, letters made larger) plays in one lane
// only; residents from lib/people.mjs are never given out twice.

import { after, describe, test } from "node:test";
import { closeBrowser } from "./lib/guest.mjs";
import { patience } from "./lib/settings.mjs";
import * as desk from "./stories/desk.mjs";
import * as dispute from "./stories/dispute.mjs";
import * as elders from "./stories/elders.mjs";
import * as entrance from "./stories/entrance.mjs";
import * as faults from "./stories/faults.mjs";
import * as keys from "./stories/keys.mjs";
import * as loop from "./stories/loop.mjs";
import * as pages from "./stories/pages.mjs";
import * as papers from "./stories/papers.mjs";

const LANES = {
  // The loop is begun first and ended last, because a visit lasts. The volunteer-free of the cast plays here.
  "what people do": [
    ["the loop begins: asked, taken, agreed, checked in with code and place", loop.begins],
    ["without scripts: asking for help and calling it off", papers.publishesAndCancels],
    ["without scripts: letters, edition, language", papers.looksHow],
    ["wrong input keeps what was typed", faults.badInput],
    ["pressed twice is once", faults.twice],
    ["back and again is told kindly", faults.backAgain],
    ["too late is told kindly", faults.tooLate],
    ["what does not exist", faults.nowhere],
    ["with the keyboard alone an order is taken", keys.takesAnOrder],
    ["the loop ends: checked out, agreed, minutes arrive, both rate, an officer sees it", loop.ends],
  ],
  // The elders and the serving volunteer of the cast play here.
  "pages of citizens": [
    ["every page of an order in one's hands", pages.ofOrders],
    ["signing in by telephone: the code, a wrong code, too soon", entrance.byTelephone],
    ["a visit is doubted and decided", dispute.openedAndDecided],
    ["elder edition: four doors, letters, targets", elders.fourDoors],
    ["elder edition: letters up to 30 px", elders.letters],
    ["every page of an elder", pages.ofElders],
    ["every page of a volunteer", pages.ofVolunteers],
    ["every page of the console", pages.ofTheConsole],
  ],
  "pages of the desk": [
    ["at the desk: somebody is registered", desk.registers],
    ["at the desk: acting for somebody, inviting a volunteer", desk.actsForSomebody],
    ["at the desk: a program is given a token", desk.givesToken],
    ["one telephone, two people", entrance.sharedTelephone],
    ["registering by telephone: faults at once, nothing lost", entrance.newcomer],
    ["staff sign in with a one-time code", entrance.atTheDesk],
    ["every page for visitors", pages.ofVisitors],
    ["every page of the console about one thing", pages.ofOneThing],
  ],
};

const only = process.env.ONLY;
describe("stories", { concurrency: 3 }, () => {
  for (const [lane, stories] of Object.entries(LANES)) {
    const told = stories.filter(([name]) => !only || name.includes(only));
    if (!told.length) continue;
    describe(lane, { concurrency: 1 }, () => {
      for (const [name, story] of told) test(name, { timeout: 15 * patience }, story);
    });
  }
});
if (!only) test("no page was forgotten", pages.noneForgotten);
after(closeBrowser);
