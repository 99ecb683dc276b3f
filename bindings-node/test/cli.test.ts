import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { githubToken } from './tokens.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'keysieve-'));
after(() => fs.rmSync(folder, { recursive: true }));

function keysieve(args: string[], input = '') {
  const run = spawnSync(process.execPath, ['bin/keysieve.cjs', ...args], { input, encoding: 'utf8', maxBuffer: 1 << 26 });
  return { code: run.status, out: run.stdout, err: run.stderr };
}

describe('the command', () => {
  const token = githubToken();
  const leaking = path.join(folder, 'leaking.txt');
  const clean = path.join(folder, 'clean.txt');
  fs.writeFileSync(leaking, `ü token = ${token}\n`);
  fs.writeFileSync(clean, 'nothing\n');

  it('exits with 0, 1 or 2', () => {
    assert.equal(keysieve([clean]).code, 0);
    assert.equal(keysieve([folder]).code, 1);
    const missing = keysieve([path.join(folder, 'missing'), leaking]);
    assert.equal(missing.code, 2);
    assert.match(missing.err, /^keysieve: .*missing/);
    assert.match(missing.out, /leaking\.txt/);
    assert.equal(keysieve(['--no-such-option']).code, 2);
  });

  it('reports as it is told', () => {
    const { out } = keysieve(['--format', 'jsonl', folder]);
    const { rule, start, end, line, column } = JSON.parse(out);
    assert.deepEqual([rule, line, column], ['github-personal-access-token', 1, 12]);
    assert.equal(fs.readFileSync(leaking).subarray(start, end).toString(), token);
    assert.ok(!out.includes(token));
    const sarif = JSON.parse(keysieve(['--format', 'sarif', folder]).out);
    assert.equal(sarif.runs[0].results.length, 1);
    assert.match(keysieve([folder]).out, /leaking\.txt:1:12/);
    assert.equal(keysieve(['--only', 'jwt', folder]).code, 0);
  });

  it('reads standard input, and helps', () => {
    assert.equal(keysieve(['-'], `${token}\n`).code, 1);
    assert.equal(keysieve(['-'], 'nothing').code, 0);
    const help = keysieve(['--help']);
    assert.equal(help.code, 0);
    assert.match(help.out, /Usage: keysieve /);
  });
});
