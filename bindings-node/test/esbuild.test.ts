import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { build, type BuildOptions } from 'esbuild';
import { keysieve } from 'keysieve/esbuild';
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

describe('what esbuild writes', () => {
  const both = [[], [keysieve()]];
  const options: BuildOptions = { bundle: true, platform: 'node', logLevel: 'silent' };

  it('may be run where it may be run without the plugin', async () => {
    const root = copyOf('plain');
    const entry = path.join(root, 'src/program.js');
    fs.writeFileSync(entry, '#!/usr/bin/env node\nconsole.log(1);\n');
    const modes: number[][] = [];
    for (const plugins of both) {
      const outdir = path.join(root, `dist${plugins.length}`);
      await build({ ...options, entryPoints: [entry, path.join(root, 'src/main.ts')], outdir, plugins });
      modes.push(['program.js', 'main.js'].map((file) => fs.statSync(path.join(outdir, file)).mode));
    }
    assert.deepEqual(modes[1], modes[0]);
  });

  it('goes to where the program prints if there is no other place', () => {
    const root = copyOf('plain');
    const texts = ['', 'plugins: [keysieve()]'].map((more) => {
      const program = `
        import { build } from 'esbuild';
        import { keysieve } from 'keysieve/esbuild';
        await build({ absWorkingDir: ${JSON.stringify(root)}, entryPoints: ['src/main.ts'], bundle: true, ${more} });`;
      return spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' }).stdout;
    });
    assert.ok(texts[0]);
    assert.equal(texts[1], texts[0]);
    assert.ok(!fs.readdirSync(root).includes('<stdout>'));
  });

  it('is no input, unless it may be', async () => {
    const root = copyOf('plain');
    const entry = path.join(root, 'src/main.js');
    fs.writeFileSync(entry, 'console.log(1 + 1 )');
    const messages: string[] = [];
    for (const plugins of both) {
      const building = build({ ...options, absWorkingDir: root, entryPoints: [entry], outfile: entry, plugins });
      messages.push(await building.then(String, ({ errors }) => errors[0].text));
    }
    assert.match(messages[0] as string, /^Refusing to overwrite input file/);
    assert.equal(messages[1], messages[0]);
    assert.equal(fs.readFileSync(entry, 'utf8'), 'console.log(1 + 1 )');
    await build({ ...options, entryPoints: [entry], outfile: entry, allowOverwrite: true, plugins: [keysieve()] });
    assert.match(fs.readFileSync(entry, 'utf8'), /console\.log\(1 \+ 1\);/);
  });
});
