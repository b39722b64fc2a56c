import assert from "node:assert/strict";
import { test } from "node:test";

import { actionFor } from "../../static/lib/keys.js";

/** A key on something that one of the selectors `is` finds. */
const press = (key, more = {}, is = "body") => {
  const target = { closest: (selectors) => (selectors.split(/,(?![^(]*\))/).some((one) => one.trim() === is) ? {} : null) };
  return actionFor({ key, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, target, ...more });
};

test("keys as everywhere", () => {
  assert.equal(press("z", { ctrlKey: true }), "undo");
  assert.equal(press("z", { metaKey: true }), "undo");
  assert.equal(press("Z", { ctrlKey: true, shiftKey: true }), "redo");
  assert.equal(press("Z", { metaKey: true, shiftKey: true }), "redo");
  assert.equal(press("y", { ctrlKey: true }), "redo");
  assert.equal(press("Delete"), "clear");
  assert.equal(press("Enter"), "read");
});

test("what the browser does with a key stays the browser's", () => {
  assert.equal(press("y", { metaKey: true }), null);
  assert.equal(press("c", { ctrlKey: true }), null);
  assert.equal(press("z"), null);
  assert.equal(press("z", { ctrlKey: true, altKey: true }), null);
});

test("Enter on a button or a link means that button or link", () => {
  assert.equal(press("Enter", {}, "button"), null);
  assert.equal(press("Enter", {}, "a"), null);
  assert.equal(press("z", { ctrlKey: true }, "button"), "undo");
});

test("who writes text keeps every key", () => {
  assert.equal(press("z", { ctrlKey: true }, "textarea"), null);
  assert.equal(press("Delete", {}, "[contenteditable]"), null);
});
