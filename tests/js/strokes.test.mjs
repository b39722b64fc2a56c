import assert from "node:assert/strict";
import { test } from "node:test";

import { bounds, restore, serialise, Sketch, strokeAt } from "../../static/lib/strokes.js";

const one = [[0, 0], [10, 0]];
const two = [[0, 20], [10, 30]];

function sketchOf(...strokes) {
  const sketch = new Sketch();
  for (const stroke of strokes) sketch.add(stroke);
  return sketch;
}

test("a new drawing is empty and has no history", () => {
  const sketch = new Sketch();
  assert.deepEqual([sketch.isEmpty, sketch.canUndo, sketch.canRedo], [true, false, false]);
});

test("undo and redo walk along the strokes", () => {
  const sketch = sketchOf(one, two);
  sketch.undo();
  assert.deepEqual(sketch.strokes, [one]);
  sketch.redo();
  assert.deepEqual(sketch.strokes, [one, two]);
  assert.equal(sketch.canRedo, false);
});

test("clear can be undone", () => {
  const sketch = sketchOf(one, two);
  sketch.clear();
  assert.equal(sketch.isEmpty, true);
  sketch.undo();
  assert.deepEqual(sketch.strokes, [one, two]);
});

test("clearing an empty drawing leaves no trace in the history", () => {
  const sketch = new Sketch();
  assert.equal(sketch.clear(), false);
  assert.equal(sketch.canUndo, false);
});

test("a new stroke forgets what was undone", () => {
  const sketch = sketchOf(one);
  sketch.undo();
  sketch.add(two);
  assert.equal(sketch.redo(), false);
  assert.deepEqual(sketch.strokes, [two]);
});

test("undo and redo at the ends change nothing", () => {
  const sketch = new Sketch([one]);
  assert.deepEqual([sketch.undo(), sketch.redo()], [false, false]);
  assert.deepEqual(sketch.strokes, [one]);
});

test("erasing takes one stroke and can be undone", () => {
  const sketch = sketchOf(one, two);
  sketch.erase(0);
  assert.deepEqual(sketch.strokes, [two]);
  sketch.undo();
  assert.deepEqual(sketch.strokes, [one, two]);
});

test("erasing what is not there changes nothing", () => {
  const sketch = sketchOf(one);
  assert.equal(sketch.erase(-1), false);
  assert.deepEqual(sketch.strokes, [one]);
});

test("bounds enclose every point, also of very long drawings", () => {
  assert.deepEqual(bounds([one, two]), { x: 0, y: 0, width: 10, height: 30 });
  const long = Array.from({ length: 300_000 }, (_, i) => [i, -i]);
  assert.deepEqual(bounds([long]), { x: 0, y: -299_999, width: 299_999, height: 299_999 });
  assert.equal(bounds([]), null);
});

test("a hit is the topmost stroke near the point, between its points too", () => {
  assert.equal(strokeAt([one, two], [5, 1], 2), 0);
  assert.equal(strokeAt([one, one], [5, 1], 2), 1);
  assert.equal(strokeAt([one, two], [5, 10], 2), -1);
});

test("a dot can be hit, and a hit does not reach past the ends", () => {
  assert.equal(strokeAt([[[3, 3]]], [4, 4], 2), 0);
  assert.equal(strokeAt([one], [13, 0], 2), -1);
});

test("what travels has tenths", () => {
  assert.deepEqual(serialise([[[1.23456, 2], [0.06, -0.04]]]), [[[1.2, 2], [0.1, -0]]]);
});

test("a kept drawing comes back", () => {
  assert.deepEqual(restore(JSON.stringify([one, two])), [one, two]);
});

for (const broken of [null, "", "{", "7", "[1]", "[[]]", "[[[1]]]", '[[["1",2]]]', "[[[1,null]]]"]) {
  test(`what is not a drawing comes back empty: ${broken}`, () => assert.deepEqual(restore(broken), []));
}
