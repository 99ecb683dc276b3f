// Compiles `js/` twice: as ECMAScript modules into `esm/`, as CommonJS into `cjs/`, each with types.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';

const root = new URL('..', import.meta.url);

function tsc(...args) {
  const { status } = spawnSync('npx', ['tsc', ...args], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

for (const folder of ['esm', 'cjs']) fs.rmSync(new URL(folder, root), { recursive: true, force: true });
tsc('-p', 'tsconfig.json');
tsc('-p', 'tsconfig.json', '--outDir', 'cjs', '--module', 'commonjs', '--moduleResolution', 'bundler');
fs.writeFileSync(new URL('cjs/package.json', root), '{ "type": "commonjs" }\n');
