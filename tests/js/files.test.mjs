import assert from "node:assert/strict";
import { test } from "node:test";

import { MOST, takeFiles } from "../../static/lib/files.js";

const file = (name) => ({ name });
const folder = (name) => ({ webkitGetAsEntry: () => ({ isDirectory: true }), getAsFile: () => file(name) });

test("files are taken in their order, without a word", () => {
  const files = [file("a.png"), file("b.heic")];
  assert.deepEqual(takeFiles({ files }), { files, problem: null });
});

test("a folder is left out and said to be one", () => {
  const { files, problem } = takeFiles({ items: [folder("scans")], files: [file("scans"), file("a.png")] });
  assert.deepEqual(files, [file("a.png")]);
  assert.match(problem, /folder/);
});

test("text that was pasted is no picture", () => {
  const { files, problem } = takeFiles({ items: [], files: [] });
  assert.deepEqual(files, []);
  assert.match(problem, /no picture/);
});

test("of very many the first are taken", () => {
  const { files, problem } = takeFiles({ files: Array.from({ length: MOST + 1 }, (_, k) => file(`${k}.png`)) });
  assert.equal(files.length, MOST);
  assert.match(problem, /At most 50/);
});
