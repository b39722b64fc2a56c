import assert from "node:assert/strict";
import { test } from "node:test";

import { Pen, samples } from "../../static/lib/pointer.js";

const locate = ({ x, y }) => [x, y];
const event = (x, y, more = {}) => ({ x, y, pointerId: 1, pointerType: "mouse", button: 0, ...more });

test("down, move and up make a stroke", () => {
  const pen = new Pen(locate);
  assert.equal(pen.down(event(0, 0)), true);
  assert.equal(pen.move(event(5, 5)), true);
  assert.deepEqual(pen.up(event(9, 9)), [[0, 0], [5, 5], [9, 9]]);
  assert.equal(pen.stroke, null);
});

test("a tap is a dot", () => {
  const pen = new Pen(locate);
  pen.down(event(4, 4));
  assert.deepEqual(pen.up(event(4, 4)), [[4, 4]]);
});

test("moving without the pen down draws nothing", () => {
  const pen = new Pen(locate);
  assert.equal(pen.move(event(1, 1)), false);
  assert.equal(pen.up(event(1, 1)), null);
});

test("only the main button draws", () => {
  assert.equal(new Pen(locate).down(event(0, 0, { button: 2 })), false);
});

test("a second finger is ignored", () => {
  const pen = new Pen(locate);
  pen.down(event(0, 0, { pointerType: "touch" }));
  assert.equal(pen.down(event(50, 50, { pointerType: "touch", pointerId: 2 })), false);
  assert.equal(pen.move(event(51, 51, { pointerType: "touch", pointerId: 2 })), false);
  assert.equal(pen.up(event(51, 51, { pointerType: "touch", pointerId: 2 })), null);
  assert.deepEqual(pen.up(event(1, 1, { pointerType: "touch" })), [[0, 0], [1, 1]]);
});

test("a stylus takes over from the palm, whose stroke is dropped", () => {
  const pen = new Pen(locate);
  pen.down(event(90, 90, { pointerType: "touch" }));
  assert.equal(pen.down(event(0, 0, { pointerType: "pen", pointerId: 2 })), true);
  assert.equal(pen.up(event(91, 91, { pointerType: "touch" })), null);
  assert.deepEqual(pen.up(event(2, 2, { pointerType: "pen", pointerId: 2 })), [[0, 0], [2, 2]]);
});

test("a palm does not take over from the stylus", () => {
  const pen = new Pen(locate);
  pen.down(event(0, 0, { pointerType: "pen" }));
  assert.equal(pen.down(event(90, 90, { pointerType: "touch", pointerId: 2 })), false);
});

test("a cancelled pointer leaves no ink and the pen is free again", () => {
  const pen = new Pen(locate);
  pen.down(event(0, 0));
  assert.equal(pen.cancel(event(0, 0)), true);
  assert.equal(pen.up(event(1, 1)), null);
  assert.equal(pen.cancel(event(1, 1)), false);
  assert.equal(pen.down(event(3, 3)), true);
});

test("every coalesced sample is drawn, repeated ones once", () => {
  const pen = new Pen(locate);
  pen.down(event(0, 0));
  pen.move(event(3, 0, { getCoalescedEvents: () => [event(1, 0), event(1, 0), event(2, 0), event(3, 0)] }));
  assert.deepEqual(pen.stroke, [[0, 0], [1, 0], [2, 0], [3, 0]]);
});

test("an event without coalesced samples stands for itself", () => {
  const plain = event(1, 2);
  const empty = event(1, 2, { getCoalescedEvents: () => [] });
  assert.deepEqual(samples(plain), [plain]);
  assert.deepEqual(samples(empty), [empty]);
});
