import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';

const text = fs.readFileSync('README.md', 'utf8');
const snippets = [...text.matchAll(/^```js\n(.*?)^```$/gms)].map(([, code]) => code as string);
const folder = path.resolve('.build/readme');
fs.mkdirSync(folder, { recursive: true });

describe('the snippets of README.md', () => {
  assert.ok(snippets.length > 5);
  for (const [number, code] of snippets.entries()) {
    it(`${number + 1}: ${code.split('\n')[0]}`, async () => {
      const file = path.join(folder, `${number + 1}.mjs`);
      fs.writeFileSync(file, code);
      if (/^\/\/ \w+\.config\.js/.test(code)) {
        const { default: config } = await import(pathToFileURL(file).href);
        assert.equal(config.plugins.length, 1);
        return;
      }
      const run = spawnSync(process.execPath, [file], { cwd: folder, encoding: 'utf8' });
      assert.equal(run.status, 0, run.stderr);
      // What a comment behind a call says is what it prints.
      for (const [, shown] of code.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)) {
        assert.ok(run.stdout.includes(shown as string), `${shown} is not in: ${run.stdout}`);
      }
    });
  }
});
