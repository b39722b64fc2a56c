import assert from "node:assert/strict";
import { test } from "node:test";

import { inkWidth, Pen, samples } from "../../static/lib/pointer.js";

const locate = ({ x, y }) => [x, y];
const event = (x, y, more = {}) => ({ x, y, pointerId: 1, pointerType: "mouse", button: 0, timeStamp: 0, ...more });

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

test("a palm that lands after the stylus was lifted, or while it hovers, is ignored", () => {
  const stylus = { pointerType: "pen", pointerId: 2 };
  const palm = (timeStamp) => event(90, 90, { pointerType: "touch", timeStamp });
  const pen = new Pen(locate);
  pen.down(event(0, 0, { ...stylus, timeStamp: 1000 }));
  pen.move(event(5, 5, { ...stylus, timeStamp: 2000 }));
  pen.up(event(5, 5, { ...stylus, timeStamp: 2000 }));
  assert.equal(pen.down(palm(2300)), false);
  pen.move(event(7, 7, { ...stylus, timeStamp: 2400 }));
  assert.equal(pen.down(palm(2800)), false);
  assert.equal(pen.down(palm(3000)), true);
});

test("a stroke can be ended where it is", () => {
  const pen = new Pen(locate);
  assert.equal(pen.lift(), null);
  pen.down(event(1, 1));
  pen.move(event(2, 2));
  assert.deepEqual(pen.lift(), [[1, 1], [2, 2]]);
  assert.equal(pen.up(event(9, 9)), null);
});

test("the other end of a stylus is known until it is lifted", () => {
  const pen = new Pen(locate);
  assert.equal(pen.down(event(0, 0, { pointerType: "pen", button: 5 })), true);
  assert.equal(pen.isTurned, true);
  pen.up(event(0, 0, { pointerType: "pen" }));
  assert.equal(pen.isTurned, false);
});

test("the last point of a stroke keeps the pressure that it was drawn with", () => {
  const pen = new Pen(({ x, y, pressure }) => [x, y, inkWidth({ pointerType: "pen", pressure }, 20)]);
  pen.down(event(0, 0, { pressure: 1 }));
  assert.deepEqual(pen.up(event(4, 0, { pressure: 0 })), [[0, 0, 32], [4, 0, 32]]);
});

test("only a stylus feels pressure, and an ordinary one makes the width that was chosen", () => {
  assert.equal(inkWidth({ pointerType: "mouse", pressure: 0.9 }, 20), 20);
  assert.equal(inkWidth({ pointerType: "pen", pressure: 0.5 }, 20), 20);
  assert.equal(inkWidth({ pointerType: "pen", pressure: 0.1 }, 20), 10);
  assert.equal(inkWidth({ pointerType: "pen", pressure: 1 }, 20), 32);
  assert.equal(inkWidth({ pointerType: "pen", pressure: 0 }, 20), 20);
});
