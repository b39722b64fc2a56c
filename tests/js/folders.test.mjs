import assert from "node:assert/strict";
import { test } from "node:test";

import { chosen, described, dropped, problemWith } from "../../static/lib/folders.js";

const file = (name, size = 1, webkitRelativePath = "") => ({ name, size, webkitRelativePath });
const asFile = (fullPath) => ({ isFile: true, fullPath, file: (done) => done(file(fullPath)) });

/** A folder that, as in Chromium, tells its entries in parts. */
function asFolder(fullPath, ...parts) {
  const left = [...parts, []];
  return { isFile: false, fullPath, createReader: () => ({ readEntries: (done) => done(left.shift()) }) };
}

test("a chosen folder keeps its paths, sorted, without hidden files", () => {
  const files = [file("b.png", 1, "scans/b.png"), file("a.png", 1, "scans/a.png"), file(".x", 1, "scans/.x")];
  assert.deepEqual(chosen(files).map(({ path }) => path), ["scans/a.png", "scans/b.png"]);
  assert.deepEqual(chosen([file("seven.png")]).map(({ path }) => path), ["seven.png"]);
});

test("dropped folders are read to the end, however many parts they come in", async () => {
  const inner = asFolder("/scans/inner", [asFile("/scans/inner/c.png")]);
  const items = await dropped([asFolder("/scans", [asFile("/scans/b.png")], [asFile("/scans/a.png"), inner])]);
  assert.deepEqual(items.map(({ path }) => path), ["scans/a.png", "scans/b.png", "scans/inner/c.png"]);
});

test("too many, too large and none at all are told before they are sent", () => {
  const limits = { maxItems: 2, maxMegabytes: 1 };
  const items = (...sizes) => sizes.map((size) => ({ file: file("a", size), path: "a" }));
  assert.equal(problemWith(items(10, 10), limits), null);
  assert.match(problemWith([], limits).title, /no file/);
  assert.match(problemWith(items(1, 1, 1), limits).detail, /3 files; the limit is 2/);
  assert.match(problemWith(items(2e6), limits).detail, /2 MB; the limit is 1 MB/);
});

test("small files are told in kB, not as 0.0 MB", () => {
  const told = (...sizes) => described(sizes.map((size) => ({ file: file("a.png", size) })));
  assert.equal(told(1), "1 file, 1 kB");
  assert.equal(told(400_000, 4_300), "2 files, 405 kB");
  assert.equal(told(11_000_000), "1 file, 11.0 MB");
});
