import assert from "node:assert/strict";
import { test } from "node:test";

import { Sketch, unpack } from "../../static/lib/sketch.js";

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
  const sketch = new Sketch();
  assert.deepEqual([sketch.undo(), sketch.redo()], [false, false]);
});

test("one sweep of the rubber is one step, whatever it took", () => {
  const sketch = sketchOf(one, two);
  sketch.erase(new Set([one, two]));
  assert.deepEqual(sketch.strokes, []);
  sketch.undo();
  assert.deepEqual(sketch.strokes, [one, two]);
});

test("rubbing where there is nothing changes nothing", () => {
  const sketch = sketchOf(one);
  assert.equal(sketch.erase(new Set([two])), false);
  assert.deepEqual(sketch.strokes, [one]);
});

test("a wider paper leaves the ink where it is, and one step takes it back", () => {
  const sketch = sketchOf(one);
  sketch.widen(true);
  assert.deepEqual([sketch.wide, sketch.width, sketch.strokes], [true, 1000, [one]]);
  sketch.undo();
  assert.deepEqual([sketch.wide, sketch.width, sketch.strokes], [false, 400, [one]]);
});

test("a narrower paper shows all the ink, and undo gives back the strip as it was", () => {
  const far = [[100, 100], [900, 300]];
  const sketch = new Sketch();
  sketch.widen(true);
  sketch.add(far);
  sketch.widen(false);
  assert.ok(sketch.strokes.flat().every(([x]) => x >= 0 && x <= 400));
  sketch.undo();
  assert.deepEqual([sketch.wide, sketch.strokes], [true, [far]]);
});

test("choosing the same paper again is no change", () => {
  assert.equal(new Sketch().widen(false), false);
});

test("the history has an end", () => {
  const sketch = sketchOf(...Array.from({ length: 500 }, (_, i) => [[i, i]]));
  let steps = 0;
  while (sketch.undo()) steps += 1;
  assert.equal(steps, 200);
});

test("what was packed comes back with its past, its future and its paper", () => {
  const sketch = sketchOf(one, two);
  sketch.widen(true);
  sketch.undo();
  const again = unpack(sketch.pack());
  assert.deepEqual([again.strokes, again.wide], [[one, two], false]);
  again.redo();
  assert.equal(again.wide, true);
  for (let i = 0; i < 3; i += 1) assert.equal(again.undo(), true);
  assert.deepEqual([again.strokes, again.canUndo], [[], false]);
});

test("a stroke is packed once, however many sheets hold it", () => {
  const text = sketchOf(...Array.from({ length: 50 }, (_, i) => [[i, 7777]])).pack();
  assert.equal(text.match(/7777/g).length, 50);
});

test("packed without its history, the drawing alone comes back", () => {
  const again = unpack(sketchOf(one, two).pack({ history: false }));
  assert.deepEqual([again.strokes, again.canUndo], [[one, two], false]);
});

const sheets = (places) => JSON.stringify({ strokes: [one], sheets: [{ strokes: places, wide: false }], at: 0 });
for (const broken of [null, "", "{", "7", "[[[1,2]]]", "{}", sheets([1]), sheets("x"), sheets([0]).replace('"at":0', '"at":4')]) {
  test(`what is no sketch comes back empty: ${broken}`, () => assert.equal(unpack(broken).isEmpty, true));
}
