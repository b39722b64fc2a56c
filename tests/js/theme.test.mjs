import assert from "node:assert/strict";
import { test } from "node:test";

import { KEY, tell, told, wear, worn } from "../../static/lib/theme.js";

const page = () => ({ root: { dataset: {} }, colours: { content: "light dark" } });

test("a theme is worn as the server writes it, and taken off again", () => {
  const { root, colours } = page();
  wear("dark", root, colours);
  assert.deepEqual([worn(root), colours.content], ["dark", "dark"]);
  wear("system", root, colours);
  assert.deepEqual([worn(root), colours.content, "theme" in root.dataset], ["system", "light dark", false]);
});

test("what is no theme is as the device likes", () => {
  const { root, colours } = page();
  wear("pink", root, colours);
  assert.deepEqual([worn(root), colours.content], ["system", "light dark"]);
});

test("what is told is heard, and a browser that keeps nothing is no error", () => {
  const kept = new Map();
  const store = () => ({ setItem: (key, value) => kept.set(key, value), getItem: (key) => kept.get(key) ?? null });
  tell(store, "dark");
  assert.equal(told(store), "dark");
  const refuses = () => {
    throw new Error("SecurityError");
  };
  tell(refuses, "dark");
  assert.equal(told(refuses), null);
});

test("the admin's own choice of colours is left alone", () => {
  assert.notEqual(KEY, "theme"); // where the admin keeps it
});
