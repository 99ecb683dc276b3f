import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { copyOf } from './bundlers.js';
import { githubToken } from './tokens.js';

/** What people see of a build: esbuild prints, and so it is another process that builds. */
function seen(root: string, how: string, settings: object): string {
  const options = { absWorkingDir: root, entryPoints: ['src/main.ts'], bundle: true, outdir: 'dist', ...settings };
  const program = `
    import * as esbuild from 'esbuild';
    import { keysieve } from 'keysieve/esbuild';
    const options = { ...${JSON.stringify(options)}, plugins: [keysieve({ client: 'warn' })] };
    ${how}`;
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return stdout + stderr;
}

const ways = {
  'a build': 'await esbuild.build(options);',
  'a rebuild': 'const all = await esbuild.context(options); await all.rebuild(); await all.dispose();',
};

describe('warnings of esbuild', () => {
  for (const [name, how] of Object.entries(ways)) {
    it(`are printed once by ${name}`, () => {
      const token = githubToken();
      const root = copyOf('plain', { TOKEN: token });
      const text = seen(root, how, {});
      assert.equal(text.split('[WARNING]').length, 2, text);
      // esbuild's own frame shows the line with the value masked.
      assert.match(text, /src[\\/]config\.ts:5:\d+:\n +5 │ .*token: 'ghp_\*{36}',/);
      assert.ok(!text.includes(token.slice(4, 20)), 'the secret is shown');
    });

    it(`are printed by ${name} only if it prints any`, () => {
      const root = copyOf('plain', { TOKEN: githubToken() });
      for (const logLevel of ['silent', 'error']) assert.equal(seen(root, how, { logLevel }), '');
    });
  }
});
