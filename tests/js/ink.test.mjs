import assert from "node:assert/strict";
import { test } from "node:test";

import { lines, pathOf } from "../../static/lib/ink.js";

test("a dot is a very short line, so that its round caps show", () => {
  assert.equal(pathOf([[3, 4]]), "M3 4h.01");
});

test("two points are a straight line", () => {
  assert.equal(pathOf([[0, 0], [10, 5]]), "M0 0L10 5");
});

test("more points bend the line through their midpoints and end at the last", () => {
  assert.equal(pathOf([[0, 0], [10, 0], [10, 10]]), "M0 0Q10 0 10 5L10 10");
});

test("coordinates are short", () => {
  assert.equal(pathOf([[1 / 3, 2 / 3], [1e-9, 1]]), "M0.33 0.67L0 1");
});

test("a stroke of one width is one line", () => {
  assert.deepEqual(lines([[0, 0], [10, 5]]), [{ width: 20, path: "M0 0L10 5" }]);
  assert.deepEqual(lines([[3, 4, 12]]), [{ width: 12, path: "M3 4h.01" }]);
});

test("where the pressure changes a new line begins at the end of the one before", () => {
  assert.deepEqual(lines([[0, 0, 10], [10, 0, 10], [20, 0, 14], [30, 0, 10]]), [
    { width: 10, path: "M0 0Q0 0 5 0Q10 0 15 0" },
    { width: 14, path: "M15 0Q20 0 25 0" },
    { width: 10, path: "M25 0L30 0" },
  ]);
});
