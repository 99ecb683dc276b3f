import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { keysieve } from 'keysieve/webpack';
import type { Options } from 'keysieve/webpack';
import webpack from 'webpack';
import { copyOf } from './bundlers.js';
import { githubToken, password } from './tokens.js';

interface Part {
  readonly name: 'server' | 'edge-server' | 'client';
  /** Further outputs, by their names. */
  readonly outputs?: Record<string, string>;
  readonly entry?: string;
  readonly options?: Options;
}

/** Builds a part as Next.js does: the outputs of its server's chunks are a folder further down. */
function built(root: string, { name, outputs = {}, entry = '', options }: Part): Promise<string[]> {
  const file = path.join(root, 'src', `${name}.js`);
  fs.writeFileSync(file, entry);
  const folder = { server: 'out/server/chunks', 'edge-server': 'out/server', client: 'out' }[name];
  const manifests = {
    apply: (compiler: webpack.Compiler) =>
      compiler.hooks.thisCompilation.tap('manifests', (compilation) => {
        compilation.hooks.processAssets.tap('manifests', () => {
          for (const [at, text] of Object.entries(outputs)) {
            compilation.emitAsset(at, new webpack.sources.RawSource(text));
          }
        });
      }),
  };
  const config = {
    ...{ name, mode: 'production', context: root, entry: file, target: name === 'server' ? 'node' : 'web' },
    ...{ output: { path: path.join(root, folder), filename: `${name}.js` }, devtool: false },
    plugins: [manifests, keysieve({ client: 'warn', ...options })],
  };
  return new Promise((resolve, reject) => {
    webpack(config as object, (error, stats) => {
      if (error || !stats) return reject(error);
      const { errors = [], warnings = [] } = stats.toJson({ all: false, errors: true, warnings: true });
      resolve([...errors, ...warnings].map(({ message }) => message));
    });
  });
}

/** A key as Next.js draws it; one in some hundred has so few digits that it may be text in base64. */
function keyOf(): string {
  const key = randomBytes(32).toString('base64');
  return key.replace(/\D/g, '').length < 4 ? keyOf() : key;
}

describe('Next.js', () => {
  it('keeps keys of its own in the manifests of a server', async () => {
    const root = copyOf('plain');
    const key = keyOf();
    const manifest = JSON.stringify({ node: {}, edge: {}, encryptionKey: key });
    const server = await built(root, { name: 'server', outputs: { '../server-reference-manifest.json': manifest } });
    const env = {
      ...{ NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: key, __NEXT_PREVIEW_MODE_ID: randomBytes(16).toString('hex') },
      __NEXT_PREVIEW_MODE_SIGNING_KEY: randomBytes(32).toString('hex'),
      __NEXT_PREVIEW_MODE_ENCRYPTION_KEY: randomBytes(32).toString('hex'),
    };
    const functions = JSON.stringify({ version: 3, functions: { '/api': { env } } }, null, 2);
    const outputs = {
      'server-reference-manifest.json': manifest,
      'server-reference-manifest.js': `self.__RSC_SERVER_MANIFEST=${JSON.stringify(manifest)}`,
      'middleware-manifest.json': functions,
    };
    const edge = await built(root, { name: 'edge-server', outputs });
    assert.deepEqual([server, edge], [[], []]);
    // Also where the key is one that the build was given.
    const options = { env: { NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: key } };
    assert.deepEqual(await built(root, { name: 'edge-server', outputs, options }), []);
  });

  it('has nothing else in them, and no manifest in what browsers get', async () => {
    const root = copyOf('plain');
    const key = keyOf();
    const manifest = JSON.stringify({ databasePassword: password(), encryptionKey: key });
    const server = await built(root, { name: 'server', outputs: { '../server-reference-manifest.json': manifest } });
    assert.equal(server.length, 1, server.join());
    assert.match(server[0] as string, /in out\/server\/server-reference-manifest\.json:1:22,/);
    const client = await built(root, { name: 'client', outputs: { 'static/server-reference-manifest.json': manifest } });
    assert.equal(client.length, 2, client.join());
  });

  it('ships its key to no browser, by whatever name', async () => {
    const root = copyOf('plain');
    const key = keyOf();
    const manifest = JSON.stringify({ node: {}, encryptionKey: key });
    await built(root, { name: 'server', outputs: { '../server-reference-manifest.json': manifest } });
    const [found = '', ...others] = await built(root, { name: 'client', entry: `globalThis.salt = '${key}';` });
    assert.deepEqual(others, []);
    assert.match(found, /value of the environment variable NEXT_SERVER_ACTIONS_ENCRYPTION_KEY\n/);
  });

  it('has outputs outside of the output folder, which are named from the root on', async () => {
    const root = copyOf('plain');
    const outputs = { '../app/page.json': JSON.stringify({ token: githubToken() }) };
    const [found = ''] = await built(root, { name: 'server', outputs });
    assert.match(found, /at out\/server\/app\/page\.json:1:11/);
    for (const exclude of ['out/server/app', '../app', /^out\/server\/app/]) {
      assert.deepEqual(await built(root, { name: 'server', outputs, options: { exclude: [exclude] } }), []);
    }
  });
});

describe('a package whose map names files far above', () => {
  it('is named by the module that is there', async () => {
    const root = copyOf('plain');
    const token = githubToken();
    const file = path.join(root, 'src/client.js');
    const text = `globalThis.token = '${token}';\n`;
    const map = { version: 3, sources: ['../../../../../../../../lib/a.ts'], sourcesContent: [text], names: [], mappings: 'AAAA' };
    const outputs = { 'client.js.map': JSON.stringify(map) };
    const [found = '', ...others] = await built(root, { name: 'client', entry: text, outputs });
    assert.deepEqual(others, []);
    assert.ok(fs.existsSync(file) && found.includes('at src/client.js:1:21'), found);
  });
});
