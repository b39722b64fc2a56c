import assert from "node:assert/strict";
import { test } from "node:test";

import { Twice } from "../../static/lib/twice.js";

test("the second of a double click is one, and a later one is not", () => {
  const twice = new Twice();
  const form = {};
  assert.deepEqual([0, 200, 1999, 2000, 2100].map((now) => twice.isSecond(form, now)), [false, true, true, false, true]);
});

test("another form is another", () => {
  const twice = new Twice();
  assert.deepEqual([twice.isSecond({}, 0), twice.isSecond({}, 1)], [false, false]);
});
