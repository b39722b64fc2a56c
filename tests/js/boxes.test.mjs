import assert from "node:assert/strict";
import { test } from "node:test";

import { boxAt, stepFrom } from "../../static/lib/boxes.js";

const box = (x, y, width, height) => ({ x, y, width, height });

test("a point in a box means that box", () => {
  assert.equal(boxAt([box(0, 0, 10, 10), box(20, 0, 10, 10)], [25, 5], 4), 1);
});

test("a point beside a narrow box means the nearest within reach", () => {
  const boxes = [box(0, 0, 2, 20), box(30, 0, 2, 20)];
  assert.equal(boxAt(boxes, [24, 10], 8), 1);
  assert.equal(boxAt(boxes, [16, 10], 8), -1);
  assert.equal(boxAt([], [0, 0], 8), -1);
});

test("of two boxes around a point the smaller one is meant", () => {
  assert.equal(boxAt([box(0, 0, 100, 100), box(40, 40, 10, 10)], [45, 45], 8), 1);
  assert.equal(boxAt([box(40, 40, 10, 10), box(0, 0, 100, 100)], [45, 45], 8), 0);
});

test("arrows go round, Home and End to the ends, other keys nowhere", () => {
  assert.equal(stepFrom(2, 3, "ArrowRight"), 0);
  assert.equal(stepFrom(0, 3, "ArrowUp"), 2);
  assert.equal(stepFrom(1, 3, "Home"), 0);
  assert.equal(stepFrom(0, 3, "End"), 2);
  assert.equal(stepFrom(0, 3, "Tab"), null);
});
