import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';

const BUNDLERS = ['vite', 'rollup', 'rolldown', 'webpack', 'rspack', 'esbuild'];
const SOURCE = [
  "import { type Finding, redact, ScanStream, scan, scanAsync, Scanner } from 'keysieve';",
  ...BUNDLERS.map((name) => `import ${name}, { keysieve as ${name}Too, type Options as Options${name} } from 'keysieve/${name}';`),
  "const found: readonly Finding[] = scan('x');",
  "export const all = [found, redact('x'), new ScanStream(), new Scanner({}), scanAsync('x')];",
  ...BUNDLERS.map((name) => `export const plugin${name}: object = [${name}({ client: 'error' } satisfies Options${name}), ${name}Too()];`),
  '// @ts-expect-error: no such mode',
  "vite({ client: 'nope' });",
  '',
].join('\n');

describe('the types', () => {
  for (const [module, resolution] of [['node16', 'node16'], ['nodenext', 'nodenext'], ['esnext', 'bundler']] as const) {
    it(`are whole for modules of both kinds, resolved as ${resolution} does`, () => {
      const folder = path.resolve('.build', `types-${process.pid}-${resolution}`);
      fs.mkdirSync(folder, { recursive: true });
      const files = ['cts', 'mts'].map((kind) => path.join(folder, `user.${kind}`));
      for (const file of files) fs.writeFileSync(file, SOURCE);
      const options = ['--ignoreConfig', '--noEmit', '--strict', '--skipLibCheck', 'false', '--types', 'node', '--target', 'es2022'];
      const { stdout } = spawnSync('npx', ['tsc', ...options, '--module', module, '--moduleResolution', resolution, ...files], { encoding: 'utf8' });
      // Those of the bundlers have errors of their own.
      const own = stdout.split('\n').filter((line) => /^(?!.*node_modules).*\berror TS/.test(line));
      assert.deepEqual(own, []);
    });
  }
});
