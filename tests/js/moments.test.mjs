import assert from "node:assert/strict";
import { test } from "node:test";

import { inWords } from "../../static/lib/moments.js";

const now = new Date("2026-11-22T12:00:00Z");

test("this year's moments go without the year", () => {
  assert.equal(inWords(new Date("2026-03-05T23:30:00Z"), now, "en-GB", "UTC"), "5 Mar, 23:30");
});

test("an earlier year is named", () => {
  assert.equal(inWords(new Date("2025-03-05T12:30:00Z"), now, "en-GB", "UTC"), "5 Mar 2025, 12:30");
});

test("the day is the reader's own", () => {
  assert.equal(inWords(new Date("2026-03-05T23:30:00Z"), now, "en-GB", "Europe/Berlin"), "6 Mar, 00:30");
});
