// All stories, in the order in which they are told: one browser, one after the other, each with contexts of its own.
// The loop is begun first and ended last, because a visit lasts.

import { after, test } from "node:test";
import { closeBrowser } from "./lib/guest.mjs";
import * as desk from "./stories/desk.mjs";
import * as dispute from "./stories/dispute.mjs";
import * as elders from "./stories/elders.mjs";
import * as entrance from "./stories/entrance.mjs";
import * as faults from "./stories/faults.mjs";
import * as keys from "./stories/keys.mjs";
import * as loop from "./stories/loop.mjs";
import * as pages from "./stories/pages.mjs";
import * as papers from "./stories/papers.mjs";

const STORIES = [
  ["the loop begins: asked, taken, agreed, checked in with code and place", loop.begins],
  ["without scripts: asking for help and calling it off", papers.publishesAndCancels],
  ["without scripts: letters, edition, language", papers.looksHow],
  ["elder edition: four doors, letters, targets", elders.fourDoors],
  ["elder edition: letters up to 30 px", elders.letters],
  ["signing in by telephone: the code, a wrong code, too soon", entrance.byTelephone],
  ["registering by telephone: faults at once, nothing lost", entrance.newcomer],
  ["staff sign in with a one-time code", entrance.atTheDesk],
  ["wrong input keeps what was typed", faults.badInput],
  ["pressed twice is once", faults.twice],
  ["back and again is told kindly", faults.backAgain],
  ["too late is told kindly", faults.tooLate],
  ["what does not exist", faults.nowhere],
  ["with the keyboard alone an order is taken", keys.takesAnOrder],
  ["at the desk: somebody is registered", desk.registers],
  ["at the desk: acting for somebody", desk.actsForSomebody],
  ["a visit is doubted and decided", dispute.openedAndDecided],
  ["every page for visitors", pages.ofVisitors],
  ["every page of an elder", pages.ofElders],
  ["every page of a volunteer", pages.ofVolunteers],
  ["every page of the console", pages.ofOfficers],
  ["the loop ends: checked out, agreed, minutes arrive, both rate, an officer sees it", loop.ends],
];

const only = process.env.ONLY;
for (const [name, story] of STORIES) {
  if (!only || name.includes(only)) test(name, { timeout: 120_000 }, story);
}
after(closeBrowser);
