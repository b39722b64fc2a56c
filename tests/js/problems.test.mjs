import assert from "node:assert/strict";
import { test } from "node:test";

import { problemFor, problemWithFile, UNREACHABLE } from "../../static/lib/problems.js";

const file = (size) => ({ name: "scan.png", size });

test("an empty file is told as such", () => {
  assert.match(problemWithFile(file(0), 10).title, /empty/);
});

test("a file over the limit is told both sizes", () => {
  const { detail } = problemWithFile(file(12.34 * 1e6), 10);
  assert.match(detail, /scan\.png has 12\.3 MB; the limit is 10 MB/);
});

test("a file at the limit is fine", () => {
  assert.equal(problemWithFile(file(10 * 1e6), 10), null);
});

test("known refusals have sentences, unknown ones say their number", () => {
  assert.match(problemFor(429).title, /Too many/);
  assert.equal(problemFor(502), UNREACHABLE);
  assert.match(problemFor(418).detail, /418/);
});
