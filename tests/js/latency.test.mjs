import assert from "node:assert/strict";
import { test } from "node:test";

import { Latency } from "../../static/lib/latency.js";

test("nothing was measured yet, then one, then a median of them", () => {
  const latency = new Latency();
  assert.equal(String(latency), "");
  latency.add(20.4);
  assert.equal(String(latency), "Preview in 20 ms.");
  latency.add(90);
  latency.add(30);
  assert.equal(String(latency), "Preview in 30 ms, median of 3: 30 ms.");
});

test("only the latest count", () => {
  const latency = new Latency();
  for (let i = 0; i < 100; i += 1) latency.add(i < 75 ? 500 : 10);
  assert.equal(latency.median, 10);
});
