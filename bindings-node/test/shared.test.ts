import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { rspack } from '@rspack/core';
import { build as esbuild, type Plugin } from 'esbuild';
import { keysieve as forEsbuild } from 'keysieve/esbuild';
import { keysieve as forRolldown } from 'keysieve/rolldown';
import { keysieve as forRspack } from 'keysieve/rspack';
import { keysieve as forVite } from 'keysieve/vite';
import { keysieve as forWebpack } from 'keysieve/webpack';
import { build as rolldown } from 'rolldown';
import { build as vite } from 'vite';
import webpack from 'webpack';
import { copyOf } from './bundlers.js';
import { githubToken, password } from './tokens.js';

/** One of several builds: its own folder, and what it puts in by name. */
interface Part {
  readonly root: string;
  readonly entry: string;
  readonly define: Record<string, string>;
  readonly isServer: boolean;
}

/** Builds all of them with one plugin, and tells which failed. */
type Together = (parts: readonly Part[]) => Promise<boolean[]>;

/** Lets the other builds begin before this one has ended. */
const SLOW = {
  name: 'slow',
  async load(id: string) {
    if (id.endsWith('main.js')) await new Promise((done) => setTimeout(done, 100));
    return null;
  },
};

async function failures(builds: readonly Promise<unknown>[]): Promise<boolean[]> {
  return (await Promise.allSettled(builds)).map(({ status }) => status === 'rejected');
}

interface Compiler {
  run(done: (error: unknown, all: { stats: { hasErrors(): boolean }[] }) => void): void;
}

function packed(compiler: unknown): Promise<boolean[]> {
  return new Promise((resolve, reject) => {
    (compiler as Compiler).run((error, all) => (error ? reject(error) : resolve(all.stats.map((stats) => stats.hasErrors()))));
  });
}

function packConfig({ root, entry, isServer }: Part, plugins: unknown[]): object {
  return { context: root, mode: 'production', entry, target: isServer ? 'node' : 'web', output: { path: path.join(root, 'dist') }, plugins };
}

const BUNDLERS: Record<string, Together> = {
  webpack: (parts) => {
    const shared = forWebpack();
    return packed(webpack(parts.map((part) => packConfig(part, [shared, new webpack.DefinePlugin(part.define)]))));
  },
  rspack: (parts) => {
    const shared = forRspack();
    return packed(rspack(parts.map((part) => packConfig(part, [shared, new rspack.DefinePlugin(part.define)]))));
  },
  esbuild: (parts) => {
    const shared = forEsbuild();
    const slow: Plugin = { name: 'slow', setup: ({ onLoad }) => onLoad({ filter: /main\.js$/ }, ({ path: file }) => SLOW.load(file)) };
    const quick: Plugin = { name: 'quick', setup: () => {} };
    return failures(
      parts.map(({ root, entry, define, isServer }, at) =>
        esbuild({
          ...{ absWorkingDir: root, entryPoints: [entry], bundle: true, outdir: 'dist', define, logLevel: 'silent' },
          platform: isServer ? 'node' : 'browser',
          plugins: [at === 0 ? slow : quick, shared],
        }),
      ),
    );
  },
  rolldown: (parts) => {
    const shared = forRolldown();
    return failures(
      parts.map(({ root, entry, define, isServer }, at) =>
        rolldown({
          ...{ input: entry, cwd: root, transform: { define }, output: { dir: path.join(root, 'dist') }, onLog: () => {} },
          platform: isServer ? 'node' : 'browser',
          plugins: at === 0 ? [SLOW, [shared]] : Promise.resolve([shared]),
        }),
      ),
    );
  },
  vite: (parts) => {
    const shared = forVite();
    return failures(
      parts.map(({ root, entry, define, isServer }, at) =>
        vite({
          ...{ root, configFile: false, logLevel: 'silent', define, plugins: [at === 0 ? SLOW : null, shared] },
          build: { copyPublicDir: false, ...(isServer ? { ssr: entry } : { rollupOptions: { input: entry } }) },
        }),
      ),
    );
  },
};

function part(code: string, isServer: boolean, define: Record<string, string> = {}): Part {
  const root = copyOf('plain');
  const entry = path.join(root, 'src/main.js');
  fs.writeFileSync(entry, code);
  return { root, entry, define, isServer };
}

for (const [name, together] of Object.entries(BUNDLERS)) {
  describe(`one plugin for several builds with ${name}`, () => {
    it('knows what each of them puts in by name, and whom it is for', async () => {
      const nothing = () => part('console.log(1);\n', true);
      const named = () => part('console.log(SHOP_DB_PASSWORD);\n', false, { SHOP_DB_PASSWORD: JSON.stringify(password()) });
      const found = () => part(`globalThis.token = '${githubToken()}';\n`, false);
      assert.deepEqual(await together([named(), nothing()]), [true, false]);
      assert.deepEqual(await together([nothing(), named()]), [false, true]);
      assert.deepEqual(await together([found(), nothing()]), [true, false]);
    });
  });
}

describe('the report of one plugin for several builds', () => {
  it('tells of all that is found, also where they write to one folder, and of each build once', async () => {
    const root = copyOf('plain');
    const report = path.join(root, 'report.html');
    const plugin = forEsbuild({ client: 'warn', report });
    for (const name of ['one', 'two']) fs.writeFileSync(path.join(root, `src/${name}.js`), `globalThis.${name} = '${githubToken()}';\n`);
    for (const name of ['one', 'two', 'two']) {
      await esbuild({ absWorkingDir: root, entryPoints: [`src/${name}.js`], outdir: 'dist', logLevel: 'silent', plugins: [plugin] });
    }
    const text = fs.readFileSync(report, 'utf8');
    for (const name of ['one', 'two']) assert.equal(text.split(`<p class="place"><code>src/${name}.js`).length, 2, name);
  });
});
