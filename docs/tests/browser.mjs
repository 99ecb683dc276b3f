// The site in a browser, as wide as a phone and as a desk: `node --test docs/tests/browser.mjs`, where
// there is a Chromium, after the site was made. It takes `playwright-core`, which the tests of the
// Node.js binding bring.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile, readdir } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";

const SITE = fileURLToPath(new URL("../../target/book/html/", import.meta.url));
const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
  existsSync,
);
const TYPES = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/** Serves the site; a scheme of files would keep scripts from being modules. */
async function serve() {
  const server = createServer(async (request, response) => {
    const file = path.join(SITE, new URL(request.url, "http://site").pathname);
    try {
      const body = await readFile(file);
      response.setHeader("Content-Type", TYPES[path.extname(file)] ?? "application/octet-stream");
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return server;
}

describe("the site", { skip: CHROMIUM ? false : "there is no Chromium" }, () => {
  let server, browser, origin;
  const pages = [];

  before(async () => {
    const { chromium } = createRequire(new URL("../../bindings-node/", import.meta.url))(
      "playwright-core",
    );
    server = await serve();
    origin = `http://127.0.0.1:${server.address().port}`;
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
    const guides = (await readdir(SITE)).filter((name) => name.endsWith(".html"));
    // `toc.html` is a part of the other pages.
    pages.push(...guides.filter((name) => name !== "toc.html" && name !== "404.html"));
    pages.push("detectors/index.html", "detectors/aws-access-key-id.html", "detectors/jwt.html");
  });
  after(async () => {
    await browser?.close();
    server?.close();
  });

  /** A window of that width, and what goes wrong in it. */
  async function open(width) {
    const context = await browser.newContext({ viewport: { width, height: 800 } });
    const page = await context.newPage();
    const wrong = [];
    page.on("pageerror", (error) => wrong.push(`${page.url()}: ${error}`));
    page.on("requestfailed", (request) => {
      // Those that leaving a page cuts off did not fail.
      const { errorText } = request.failure();
      if (errorText !== "net::ERR_ABORTED") wrong.push(`${request.url()}: ${errorText}`);
    });
    page.on("response", (response) => response.ok() || wrong.push(`${response.url()} is missing`));
    return { page, wrong };
  }

  for (const [device, width] of [
    ["a phone", 390],
    ["a desk", 1280],
  ]) {
    it(`fits ${device}, and every page has what it needs`, async () => {
      const { page, wrong } = await open(width);
      page.on("request", (request) => {
        if (!request.url().startsWith(origin)) wrong.push(`${request.url()} is of another site`);
      });
      for (const name of pages) {
        await page.goto(`${origin}/${name}`, { waitUntil: "networkidle" });
        assert.notEqual(await page.locator("main").innerText(), "", name);
        const empty = name.startsWith("detectors/") ? page.locator("main td:empty") : undefined;
        assert.ok(!(await empty?.count()), `${name} is not filled in`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= width, `${name} is ${wide} pixels wide, of ${width}`);
      }
      assert.deepEqual(wrong, []);
      await page.context().close();
    });
  }

  it("finds the page of a detector", async () => {
    const { page, wrong } = await open(1280);
    await page.goto(`${origin}/introduction.html`);
    await page.keyboard.press("s");
    await page.locator("#mdbook-searchbar").pressSequentially("fine-grained personal access token");
    const first = page.locator("#mdbook-searchresults a").first();
    await first.waitFor();
    assert.match(await first.getAttribute("href"), /github/);
    assert.deepEqual(wrong, []);
    await page.context().close();
  });

  it("scans what is typed into the playground", async () => {
    const { page, wrong } = await open(390);
    await page.goto(`${origin}/playground.html`);
    await page.locator("#findings li").first().waitFor();
    await page.fill("#text", "größer: redis://app:kX93mLq0ZtWv@cache.internal:6379/0");
    assert.deepEqual(await page.locator("#marked mark").allInnerTexts(), ["kX93mLq0ZtWv"]);
    assert.match(await page.locator("#status").innerText(), /^1 finding in 56 bytes/);
    await page.click("#findings a");
    assert.match(await page.locator("h1").last().innerText(), /Redis/);
    await page.goto(`${origin}/playground.html`);
    await page.click("summary");
    await page.fill("#rules", "vendor = ");
    assert.match(await page.locator("#status").innerText(), /^your rules:1:/);
    assert.deepEqual(wrong, []);
    await page.context().close();
  });
});
