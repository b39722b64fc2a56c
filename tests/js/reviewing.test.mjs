import assert from "node:assert/strict";
import { test } from "node:test";

import { actionFor, merge, moved, originOf, split, stepTo, uuid, valued, widened } from "../../static/lib/reviewing.js";

/** A key on something that the selector `is` finds. */
const press = (key, more = {}, is = "div") => {
  const target = { closest: (selectors) => (selectors.split(", ").includes(is) ? {} : null) };
  return actionFor({ key, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, target, ...more });
};
const digit = (value, x, width = 10) => ({ value, line: 0, box: { x, y: 0, width, height: 20 } });
const places = (digits) => digits.map(({ box }) => [box.x, box.width]);

test("each key says one thing", () => {
  assert.deepEqual(press("7"), { name: "digit", value: 7 });
  for (const [key, name] of [["Enter", "accept"], ["x", "none"], ["X", "none"], ["s", "skip"], ["u", "undo"], ["?", "unclear"]]) {
    assert.equal(press(key).name, name);
  }
  assert.deepEqual(press("ArrowLeft"), { name: "move", by: [-1, 0] });
  assert.equal(press("Enter", { shiftKey: true }).name, "accept-all");
  assert.equal(press("X", { shiftKey: true }).name, "none-all");
});

test("a box is moved with Shift, split and merged", () => {
  assert.deepEqual(press("ArrowDown", { shiftKey: true }), { name: "shift", by: [0, 1] });
  assert.equal(press("/").name, "split");
  assert.equal(press("+", { shiftKey: true }).name, "merge");
});

test("what the browser or a field does with a key stays theirs", () => {
  assert.equal(press("r", { ctrlKey: true }), null);
  assert.equal(press("ArrowLeft", { altKey: true }), null);
  assert.equal(press("7", {}, "input"), null);
  assert.equal(press("Enter", {}, "button"), null);
  assert.equal(press("7", {}, "button").name, "digit");
  assert.equal(press("q"), null);
});

test("a step stays in the grid", () => {
  assert.equal(stepTo(0, [-1, 0], 6, 3), 0);
  assert.equal(stepTo(1, [0, 1], 6, 3), 4);
  assert.equal(stepTo(5, [0, 1], 6, 3), 5);
});

test("a digit gets another value and the others keep theirs", () => {
  const digits = [digit(1, 0), digit(2, 10)];
  assert.deepEqual(valued(digits, 1, null).map(({ value }) => value), [1, null]);
  assert.equal(digits[1].value, 2);
});

test("a box is split into halves that leave nothing out", () => {
  assert.deepEqual(places(split([digit(1, 0, 11), digit(2, 11)], 0)), [[0, 5], [5, 6], [11, 10]]);
});

test("two boxes are merged into the one around both, in a line only", () => {
  assert.deepEqual(places(merge([digit(1, 0), digit(2, 14)], 0)), [[0, 24]]);
  const below = { ...digit(2, 14), line: 1 };
  assert.equal(merge([digit(1, 0), below], 0).length, 2);
  assert.equal(merge([digit(1, 0)], 0).length, 1);
});

test("a box is moved by whole units and never loses its width", () => {
  assert.deepEqual(places(moved([digit(1, 0)], 0, [2.6, 0])), [[3, 10]]);
  assert.deepEqual(places(widened([digit(1, 0)], 0, 2)), [[-2, 14]]);
  assert.ok(widened([digit(1, 0, 3)], 0, -9)[0].box.width >= 1);
});

test("a new box is none that the network saw", () => {
  const read = [digit(1, 0), digit(2, 10)];
  assert.equal(originOf(digit(9, 10), read), 1);
  assert.equal(originOf(moved(read, 1, [1, 0])[1], read), -1);
});

test("many at once have a UUID, also where the site is served without TLS", () => {
  const plain = { getRandomValues: (bytes) => crypto.getRandomValues(bytes) };
  const found = [uuid(plain), uuid(plain)];
  for (const one of found) assert.match(one, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.notEqual(found[0], found[1]);
});
