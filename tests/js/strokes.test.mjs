import assert from "node:assert/strict";
import { test } from "node:test";

import { bounds, fitted, restore, serialise } from "../../static/lib/strokes.js";

const one = [[0, 0], [10, 0]];
const two = [[0, 20], [10, 30]];

test("bounds enclose every point, also of very long drawings", () => {
  assert.deepEqual(bounds([one, two]), { x: 0, y: 0, width: 10, height: 30 });
  const long = Array.from({ length: 300_000 }, (_, i) => [i, -i]);
  assert.deepEqual(bounds([long]), { x: 0, y: -299_999, width: 299_999, height: 299_999 });
  assert.equal(bounds([]), null);
});

test("ink that fits stays as it is", () => {
  const strokes = [one, two];
  assert.equal(fitted(strokes, 400), strokes);
  assert.deepEqual(fitted([], 400), []);
});

test("ink that would be cut off is made smaller about its own middle, and keeps its pen", () => {
  const [[from, to]] = fitted([[[100, 100, 20], [820, 200, 12]]], 400);
  assert.deepEqual(from, [20, 125, 20]);
  assert.deepEqual(to, [380, 175, 12]);
});

test("ink that is only too far to the right is moved", () => {
  assert.deepEqual(fitted([[[700, 10], [800, 20]]], 400), [[[150, 10], [250, 20]]]);
});

test("what travels has tenths and no pen", () => {
  assert.deepEqual(serialise([[[1.23456, 2, 20], [0.06, -0.04]]]), [[[1.2, 2], [0.1, -0]]]);
});

test("a kept drawing comes back", () => {
  assert.deepEqual(restore(JSON.stringify([one, two])), [one, two]);
});

for (const broken of [null, "", "{", "7", "[1]", "[[]]", "[[[1]]]", '[[["1",2]]]', "[[[1,null]]]"]) {
  test(`what is not a drawing comes back empty: ${broken}`, () => assert.deepEqual(restore(broken), []));
}
