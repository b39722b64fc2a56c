import assert from "node:assert/strict";
import { test } from "node:test";

import { delayBefore, follow } from "../../static/lib/poll.js";

const visible = async () => {};

test("asks soon at first, later ever more patiently, and never less than every five seconds", () => {
  const delays = Array.from({ length: 20 }, (_, attempt) => delayBefore(attempt));
  assert.equal(delays[0], 150);
  assert.deepEqual(delays, delays.toSorted((a, b) => a - b));
  assert.equal(delays.at(-1), 5000);
});

test("stops at the first answer", async () => {
  const answers = [false, false, true, true];
  const waited = [];
  await follow(async () => answers.shift(), { wait: async (ms) => waited.push(ms), visible });
  assert.deepEqual(waited, [150, 210, 294]);
  assert.deepEqual(answers, [true]);
});

test("does not ask while nobody looks", async () => {
  let look;
  let asked = 0;
  const looking = new Promise((resolve) => (look = resolve));
  const following = follow(async () => (asked += 1) > 0, { wait: async () => {}, visible: () => looking });
  await new Promise(setImmediate);
  assert.equal(asked, 0);
  look();
  await following;
  assert.equal(asked, 1);
});

test("ends when the caller gives up", async () => {
  const wait = () => Promise.reject(new Error("a newer request"));
  await assert.rejects(follow(async () => false, { wait, visible }), /newer/);
});
