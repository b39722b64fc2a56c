import assert from "node:assert/strict";
import { test } from "node:test";

import { Leaving } from "../../static/lib/leaving.js";

function asks(page) {
  return !page.dispatchEvent(new Event("beforeunload", { cancelable: true }));
}

test("it asks as long as anything is sent", () => {
  const page = new EventTarget();
  const leaving = new Leaving(page);
  assert.equal(asks(page), false);
  const [first, second] = [leaving.hold(), leaving.hold()];
  first();
  first(); // twice is once
  assert.equal(asks(page), true);
  second();
  assert.equal(asks(page), false);
});
