// Packs the package and that of this platform's native module, checks what other tools make of
// them, installs them in an empty folder and uses them there.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'keysieve-pack-'));
const bin = (name) => path.join(root, 'node_modules/.bin', name);

function run(cwd, command, ...args) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  const output = stdout + stderr;
  return { status, output };
}

function must(cwd, command, ...args) {
  const { status, output } = run(cwd, command, ...args);
  assert.equal(status, 0, `${[command, ...args].join(' ')}\n${output}`);
  return output;
}

function pack(from) {
  const [{ filename, files }] = JSON.parse(must(from, 'npm', 'pack', '--json', '--pack-destination', folder));
  return { file: path.join(folder, filename), files: files.map((file) => file.path) };
}

/** The package of the native module that was built here. */
function platformPackage() {
  fs.rmSync(path.join(root, 'npm'), { recursive: true, force: true });
  must(root, bin('napi'), 'create-npm-dirs');
  const [built] = fs.readdirSync(path.join(root, 'native')).filter((name) => name.endsWith('.node'));
  const platform = built.split('.')[1];
  const at = path.join(root, 'npm', platform);
  fs.copyFileSync(path.join(root, 'native', built), path.join(at, built));
  return pack(at);
}

const main = pack(root);
assert.ok(main.files.every((name) => !name.endsWith('.node')), 'the native module is a package of its own');
console.log(must(root, bin('publint'), '--strict', main.file));
// Without what knows no `exports`: TypeScript before 4.7, and its `node10`.
must(root, bin('attw'), main.file, '--profile', 'node16', '--no-color', '--format', 'ascii');

const empty = path.join(folder, 'empty');
fs.mkdirSync(empty);
fs.writeFileSync(path.join(empty, 'package.json'), '{ "private": true }\n');
const install = (...files) =>
  must(empty, 'npm', 'install', '--no-audit', '--no-fund', '--prefer-offline', ...files);

install(main.file);
const without = run(empty, process.execPath, '-e', "require('keysieve')");
assert.notEqual(without.status, 0);
assert.match(without.output, /keysieve has no native module for linux-x64[\s\S]*KEYSIEVE_NO_BINARY/);

install(main.file, platformPackage().file);
const text = 'redis://app:kX93mLq0ZtWv@cache.internal:6379/0';
const program = `if (scan('${text}')[0].rule !== 'redis-url-password') throw new Error('it is not found');`;
must(empty, process.execPath, '-e', `const { scan } = require('keysieve'); ${program}`);
must(empty, process.execPath, '--input-type=module', '-e', `import { scan } from 'keysieve'; ${program}`);
for (const name of ['vite', 'rollup', 'rolldown', 'webpack', 'rspack', 'esbuild']) {
  const check = "if (typeof keysieve !== 'function') throw new Error('it is no function');";
  must(empty, process.execPath, '-e', `const { keysieve } = require('keysieve/${name}'); ${check}`);
  must(empty, process.execPath, '--input-type=module', '-e', `import keysieve from 'keysieve/${name}'; ${check}`);
}
fs.writeFileSync(path.join(empty, 'app.env'), `CACHE=${text}\n`);
const found = run(empty, 'npx', '--no-install', 'keysieve', 'app.env');
assert.equal(found.status, 1, found.output);
assert.match(found.output, /app\.env:1:/);
fs.rmSync(folder, { recursive: true });
fs.rmSync(path.join(root, 'npm'), { recursive: true });
console.log('packed, installed and used');
