import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { BUNDLERS, copyOf } from './bundlers.js';
import { reportPage } from '../esm/plugin/html.js';
import { githubToken, googleKey, stripeKey } from './tokens.js';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

describe('the report', { skip: CHROMIUM ? false : 'there is no Chromium' }, () => {
  const secrets = [githubToken(), stripeKey(), googleKey()];
  let browser: Browser;
  let page: Page;
  let file: string;
  const requests: string[] = [];

  before(async () => {
    const root = copyOf('plain', { TOKEN: secrets.join("', also: '") });
    const { error } = await (BUNDLERS['vite'] as NonNullable<(typeof BUNDLERS)['vite']>)(root, {
      options: { report: 'reports/keysieve.html', env: { DEPLOY_TOKEN: secrets[0] as string } },
      sourcemap: true,
    });
    assert.ok(error);
    file = path.join(root, 'reports/keysieve.html');
    browser = await chromium.launch({ executablePath: CHROMIUM as string, args: ['--no-sandbox'] });
    page = await browser.newPage({ viewport: { width: 1100, height: 900 } });
    page.on('request', (request) => requests.push(request.url()));
    page.on('pageerror', (error) => assert.fail(error));
    await page.goto(pathToFileURL(file).href);
  });
  after(() => browser?.close());

  const shown = () => page.locator('.leak:visible').count();

  it('lists what was found, what fails the build first, and no secret', async () => {
    assert.equal(await page.locator('h1').textContent(), '3 credentials');
    assert.equal(await shown(), 3);
    assert.deepEqual(await page.locator('.leak').evaluateAll((items) => items.map((item) => (item as HTMLElement).dataset['mode'])), ['error', 'error', 'warn']);
    const text = readFileSync(file, 'utf8');
    for (const secret of secrets) assert.ok(!text.includes(secret.slice(8, 16)), 'a secret is in it');
    const first = await page.locator('.leak').first().innerText();
    for (const part of ['src/config.ts:5:', 'src/main.ts', 'DEPLOY_TOKEN', 'What to do']) {
      assert.ok((await page.locator('main').innerText()).includes(part), `${part} is not in: ${first}`);
    }
  });

  it('can be searched', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('stripe CONFIG');
    assert.equal(await shown(), 1);
    assert.equal(await page.locator('#count').textContent(), '1 of 3');
    await page.fill('#search', 'no such thing');
    assert.equal(await shown(), 0);
    assert.ok(await page.locator('#none').isVisible());
    await page.fill('#search', '');
    await page.check('#errors');
    assert.equal(await shown(), 2);
    await page.uncheck('#errors');
    assert.equal(await shown(), 3);
  });

  it('is readable in light and in dark, on wide and on narrow screens', async () => {
    const folder = path.join(process.env['KEYSIEVE_SCREENSHOTS'] ?? path.dirname(file));
    fs.mkdirSync(folder, { recursive: true });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const width of [1100, 380]) {
        await page.setViewportSize({ width, height: 900 });
        const { contrast, overflow } = await page.evaluate(() => {
          const canvas = document.createElement('canvas').getContext('2d') as CanvasRenderingContext2D;
          const luminance = (color: string) => {
            canvas.fillStyle = color;
            canvas.fillRect(0, 0, 1, 1);
            const [r = 0, g = 0, b = 0] = [...canvas.getImageData(0, 0, 1, 1).data].map((part) => {
              const share = part / 255;
              return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
            });
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const card = getComputedStyle(document.querySelector('.leak') as Element).backgroundColor;
          const texts = [...document.querySelectorAll('h2, dt, dd, .id, .badge, a, summary')];
          const ratios = texts.map((element) => {
            const pair = [luminance(getComputedStyle(element).color), luminance(card)].sort((a, b) => b - a);
            return ((pair[0] as number) + 0.05) / ((pair[1] as number) + 0.05);
          });
          const { scrollWidth, clientWidth } = document.documentElement;
          return { contrast: Math.min(...ratios), overflow: scrollWidth - clientWidth };
        });
        assert.ok(contrast >= 4.5, `the contrast is ${contrast} (${colorScheme})`);
        assert.equal(overflow, 0, `it is ${overflow} pixels too wide (${width})`);
        const screenshot = await page.screenshot({ fullPage: true, path: path.join(folder, `report-${colorScheme}-${width}.png`) });
        assert.ok(screenshot.length > 10_000);
      }
    }
  });

  it('needs nothing of elsewhere', () => {
    assert.deepEqual(requests, [pathToFileURL(file).href]);
  });

  it('shows markup as text', () => {
    const html = reportPage([
      {
        mode: 'error',
        target: 'client',
        rule: {
          ...{ id: 'x', name: '<img src=x onerror=alert(1)>', vendor: '', description: '', severity: 'high' },
          ...{ category: 'generic', class: 'secret', confidence: 1, cwe: [], controls: [], references: [] },
          ...{ remediation: ['</script>'], remediationUrl: 'javascript:alert(1)' },
        },
        ...{ confidence: 1, validity: 'unchecked', facts: { user: '"><b>' }, reasons: [], fingerprint: '', masked: '' },
        ...{ outputs: [{ file: "a'<.js", line: 1, column: 1 }], origin: undefined, chain: [], variables: [], frame: '<i>' },
      },
    ]);
    for (const markup of ['<img', '<b>', '<i>', 'javascript:', "a'<"]) assert.ok(!html.includes(markup), markup);
  });
});
