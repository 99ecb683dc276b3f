// Compiles the tests, which checks the types, and runs them.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';

const root = new URL('..', import.meta.url);
process.chdir(root.pathname);
const run = (command, ...args) => {
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
};

fs.rmSync('.build', { recursive: true, force: true });
run('npx', 'tsc', '-p', 'tsconfig.test.json');
const wanted = process.argv.slice(2);
const names = wanted.length > 0 ? wanted : fs.readdirSync('test').filter((name) => name.endsWith('.test.ts'));
const tests = names.map((name) => `.build/${name.replace(/\.ts$/, '')}.js`);
run(process.execPath, '--test', '--test-concurrency=2', ...tests);
