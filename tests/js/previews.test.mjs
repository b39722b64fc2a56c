import assert from "node:assert/strict";
import { test } from "node:test";

import { Previews } from "../../static/lib/previews.js";

const settled = () => new Promise(setImmediate);

/** A server whose answers come when the test says so, and a clock that goes on once nobody does anything. */
function stage() {
  const sent = [];
  const clock = { time: 0, now: () => clock.time };
  clock.wait = async (ms) => {
    const until = clock.time + ms;
    await settled();
    clock.time = Math.max(clock.time, until);
  };
  const send = (drawing, signal) => new Promise((resolve, reject) => sent.push({ drawing, signal, resolve, reject }));
  return { sent, clock, previews: new Previews(send, clock) };
}

const sends = async (sent, count) => {
  while (sent.length < count) await settled();
};

test("an answer comes with the milliseconds it took", async () => {
  const { sent, clock, previews } = stage();
  const asked = previews.ask("7");
  clock.time = 23;
  sent[0].resolve("seven");
  assert.deepEqual(await asked, { answer: "seven", ms: 23 });
});

test("a newer drawing drops the one under way", async () => {
  const { sent, previews } = stage();
  const older = previews.ask("1");
  const newer = previews.ask("7");
  await sends(sent, 2);
  assert.equal(sent[0].signal.aborted, true);
  sent[1].resolve("seven");
  sent[0].resolve("one");
  assert.deepEqual([await older, (await newer).answer], [null, "seven"]);
});

test("an older answer that comes last is not given out either", async () => {
  const { sent, previews } = stage();
  const older = previews.ask("1");
  const newer = previews.ask("7");
  await sends(sent, 2);
  sent[0].resolve("one");
  assert.equal(await older, null);
  sent[1].resolve("seven");
  assert.equal((await newer).answer, "seven");
});

test("drawings that follow at once are sent at intervals, and only the newest of them", async () => {
  const { sent, clock, previews } = stage();
  const asked = ["1", "2", "3", "4"].map((drawing) => previews.ask(drawing));
  await sends(sent, 2);
  assert.deepEqual(sent.map((one) => one.drawing), ["1", "4"]);
  assert.equal(clock.time, 60);
  sent[1].resolve("four");
  sent[0].resolve("one");
  assert.deepEqual((await Promise.all(asked)).map((one) => one?.answer ?? null), [null, null, null, "four"]);
});

test("a failure of the newest is told, one of a dropped is not", async () => {
  const { sent, previews } = stage();
  const older = previews.ask("1");
  const newer = previews.ask("7");
  await sends(sent, 2);
  sent[0].reject(new Error("aborted"));
  sent[1].reject(new Error("offline"));
  assert.equal(await older, null);
  await assert.rejects(newer, /offline/);
});

test("what was dropped for good gives no answer", async () => {
  const { sent, previews } = stage();
  const asked = previews.ask("7");
  previews.drop();
  sent[0].resolve("seven");
  assert.equal(await asked, null);
});
