// The playground's module, loaded as the page loads it: `node --test docs/playground/test.mjs`.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";

import { load } from "../../target/book/html/playground.js";

const module = await readFile(new URL("../../target/book/html/playground.wasm", import.meta.url));
const scan = await load(module);
const bytes = (text) => new TextEncoder().encode(text);

test("what is found is told with its place in bytes", () => {
  const text = bytes("größer: redis://app:kX93mLq0ZtWv@cache.internal:6379/0");
  const { findings } = scan(text, bytes(""));
  assert.equal(findings.length, 1);
  const [{ rule, start, end }] = findings;
  assert.equal(rule, "redis-url-password");
  assert.equal(new TextDecoder().decode(text.subarray(start, end)), "kX93mLq0ZtWv");
});

test("rules that make no sense are explained", () => {
  assert.match(scan(bytes(""), bytes("vendor = ")).error, /^your rules:1:/);
});

test("long text is scanned, and again", () => {
  const text = bytes("nothing to see here\n".repeat(200_000));
  for (let round = 0; round < 3; round += 1) {
    assert.deepEqual(scan(text, bytes("")).findings, []);
  }
});
