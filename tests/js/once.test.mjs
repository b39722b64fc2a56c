import assert from "node:assert/strict";
import { test } from "node:test";

import { Once } from "../../static/lib/once.js";

test("the key is the same until there is an answer, and random", () => {
  const [one, other] = [new Once(), new Once()];
  const first = one.key;
  assert.match(first, /^[0-9a-f]{32}$/);
  assert.equal(one.key, first);
  assert.notEqual(other.key, first);
  one.answered();
  assert.notEqual(one.key, first);
});

test("it outlives a page that is loaded anew, until there is an answer", () => {
  let kept = "";
  const keep = (key) => (kept = key);
  const before = new Once(kept, keep).key;
  const after = new Once(kept, keep);
  assert.equal(after.key, before);
  after.answered();
  assert.equal(kept, "");
});
