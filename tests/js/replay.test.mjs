import assert from "node:assert/strict";
import { test } from "node:test";

import { schedule } from "../../static/lib/replay.js";

const end = (steps) => steps.at(-1).delay + steps.at(-1).duration;

test("strokes are drawn one after the other, a lift apart", () => {
  const steps = schedule([100, 50, 100], 100);
  for (let i = 1; i < steps.length; i += 1) {
    assert.ok(steps[i].delay > steps[i - 1].delay + steps[i - 1].duration);
  }
});

test("the hand has one speed", () => {
  const [long, short] = schedule([200, 50], 100);
  assert.ok(Math.abs(long.duration / short.duration - 4) < 1e-9);
});

test("a short drawing is no flash and a long one does not bore", () => {
  assert.ok(end(schedule([10], 100)) >= 1199);
  assert.ok(end(schedule(Array(500).fill(300), 100)) <= 8001);
});

test("a tap, which has no length, is drawn too", () => {
  assert.deepEqual(schedule([0], 1), [{ delay: 0, duration: 1 }]);
});
