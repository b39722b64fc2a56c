import assert from "node:assert/strict";
import { test } from "node:test";

import { Rubber, touched } from "../../static/lib/eraser.js";

const one = [[0, 0, 2], [100, 0, 2]];
const two = [[0, 50, 2], [100, 50, 2]];
const dot = [[300, 300, 20]];

const at = (point, strokes, radius) => touched(strokes, point, point, radius);

test("a stroke is hit between its points too, and only near its ink", () => {
  assert.deepEqual(at([50, 3], [one, two], 3), [one]);
  assert.deepEqual(at([50, 25], [one, two], 3), []);
});

test("a wide stroke is hit where its ink ends, not where its middle is", () => {
  assert.deepEqual(at([300, 314], [dot], 5), [dot]);
  assert.deepEqual(at([300, 316], [dot], 5), []);
});

test("a stroke of unknown width is taken for an ordinary one", () => {
  assert.equal(at([50, 12], [[[0, 0], [100, 0]]], 3).length, 1);
});

test("a hit does not reach past the ends", () => {
  assert.deepEqual(at([110, 0], [one], 3), []);
});

test("a rubber too quick for the screen still takes what it crossed", () => {
  assert.deepEqual(touched([one, two], [50, -40], [50, 90], 1), [one, two]);
});

test("lines that would cross only if they were longer are not hit", () => {
  assert.deepEqual(touched([one], [50, 20], [60, 90], 3), []);
});

test("a rubber gathers what it touches along its way, and begins anew once it is lifted", () => {
  const rubber = new Rubber();
  const path = [[50, -40]];
  rubber.follow(path, [one, two], 1);
  assert.equal(rubber.rubbed.size, 0);
  path.push([50, -20], [50, 20]);
  rubber.follow(path, [one, two], 1);
  assert.deepEqual([...rubber.rubbed], [one]);
  path.push([50, 90]);
  rubber.follow(path, [one, two], 1);
  assert.deepEqual([...rubber.take()], [one, two]);
  assert.equal(rubber.rubbed.size, 0);
  rubber.follow([[50, 50]], [one, two], 1);
  assert.deepEqual([...rubber.rubbed], [two]);
});
