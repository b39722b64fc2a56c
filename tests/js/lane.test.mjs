import assert from "node:assert/strict";
import { test } from "node:test";

import { Lane } from "../../static/lib/lane.js";

const settled = () => new Promise((resolve) => setImmediate(resolve));

function job(log, name) {
  const { promise, resolve, reject } = Promise.withResolvers?.() ?? withResolvers();
  const run = () => {
    log.push(name);
    return promise;
  };
  return { run, resolve, reject };
}

function withResolvers() {
  const parts = {};
  parts.promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }));
  return parts;
}

test("no more than its width run at once, in the order they came", async () => {
  const log = [];
  const lane = new Lane(2);
  const jobs = ["a", "b", "c"].map((name) => job(log, name));
  jobs.forEach(({ run }) => lane.run(run));
  await settled();
  assert.deepEqual(log, ["a", "b"]);
  jobs[1].resolve();
  await settled();
  assert.deepEqual(log, ["a", "b", "c"]);
});

test("a job that fails makes room and tells who asked", async () => {
  const log = [];
  const lane = new Lane(1);
  const [bad, next] = ["bad", "next"].map((name) => job(log, name));
  const failed = assert.rejects(lane.run(bad.run), /broken/);
  const read = lane.run(next.run);
  bad.reject(new Error("broken"));
  next.resolve("read");
  await failed;
  assert.equal(await read, "read");
});
