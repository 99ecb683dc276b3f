// How fast a bundle is scanned: the binding beside the Rust core and secretlint, in the same run.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { lintSource } from '@secretlint/core';
import { creator as preset } from '@secretlint/secretlint-rule-preset-recommend';
import { best, bundle, require, table } from './corpus.mjs';

const { Scanner, scan } = require('keysieve');
const text = await bundle();
const buffer = Buffer.from(text);
const other = `${text.slice(0, -1)}✓`;
const file = path.join(os.tmpdir(), `keysieve-bench-${process.pid}.js`);
fs.writeFileSync(file, buffer);

const root = fileURLToPath(new URL('../..', import.meta.url));
const cargo = ['bench', '-q', '-p', 'keysieve-benches', '--bench', 'node_core', '--', file];
spawnSync('cargo', cargo, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
function core() {
  const { stdout } = spawnSync('cargo', cargo, { cwd: root, encoding: 'utf8' });
  return Number(stdout);
}

const ways = {
  'Rust core': core,
  'keysieve, Buffer': () => best(() => scan(buffer)),
  'keysieve, string': () => best(() => scan(text)),
  'keysieve, string that is not ASCII': () => best(() => scan(other)),
  'reading the file': () => best(() => fs.readFileSync(file)),
};
// In turns, so that all of them meet the same neighbours.
const times = {};
for (let round = 0; round < 5; round++) {
  for (const [name, way] of Object.entries(ways)) times[name] = Math.min(times[name] ?? Infinity, way());
}
const decoding = new Scanner({ decode: true });
times['keysieve, Buffer, decoding'] = best(() => decoding.scan(buffer), 5);

const config = { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: preset }] };
const source = { filePath: 'bundle.js', content: text, contentType: 'text' };
let shortest = Infinity;
for (let round = 0; round < 3; round++) {
  const start = performance.now();
  await lintSource({ source, options: { config, noPhysicFilePath: true } });
  shortest = Math.min(shortest, performance.now() - start);
}
times['secretlint, its recommended rules'] = shortest;
fs.rmSync(file);

const pace = (ms) => (times['Rust core'] / ms) * 100;
table([
  ['a minified bundle of 10 MB', 'ms', 'GB/s', "of the core's pace"],
  ...Object.entries(times).map(([name, ms]) => [
    name,
    ms.toFixed(2),
    (text.length / ms / 1e6).toFixed(3),
    name.startsWith('reading') ? '' : `${pace(ms).toFixed(pace(ms) < 10 ? 2 : 0)} %`,
  ]),
]);
