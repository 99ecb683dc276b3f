import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { rspack } from '@rspack/core';
import { keysieve as forRspack } from 'keysieve/rspack';
import { keysieve as forWebpack } from 'keysieve/webpack';
import webpack from 'webpack';
import { copyOf } from './bundlers.js';
import { githubToken, password } from './tokens.js';

interface Watcher {
  run(done: (error: unknown, stats?: { hasErrors(): boolean }) => void): void;
  watch(options: object, done: (error: unknown, stats?: { hasErrors(): boolean }) => void): { close(done: () => void): void };
}

const BOTH: Record<string, (config: object) => Watcher> = {
  webpack: (config) => webpack({ ...config, plugins: [forWebpack()] }) as unknown as Watcher,
  rspack: (config) => rspack({ ...config, plugins: [forRspack()] }) as unknown as Watcher,
};

describe('webpack\'s dotenv', () => {
  it('is known by name, also where it changes while webpack watches', async () => {
    const root = copyOf('plain');
    const entry = path.join(root, 'src/main.js');
    fs.writeFileSync(entry, 'console.log(process.env.WEBPACK_SHOP_DB_PASSWORD);\n');
    const file = path.join(root, '.env');
    fs.writeFileSync(file, 'WEBPACK_SHOP_DB_PASSWORD=none\n');
    const config = { context: root, mode: 'production', entry, dotenv: true, output: { path: path.join(root, 'dist') }, plugins: [forWebpack()] };
    const outcomes: string[] = [];
    await new Promise<void>((resolve, reject) => {
      const watching = webpack(config as object)?.watch({ aggregateTimeout: 20 }, (error, stats) => {
        if (error || !stats) return reject(error);
        outcomes.push(stats.toJson({ all: false, errors: true }).errors?.map(({ message }) => message).join() ?? '');
        if (stats.hasErrors()) return watching?.close(() => resolve());
        setTimeout(() => fs.writeFileSync(file, `WEBPACK_SHOP_DB_PASSWORD=${password()}\n`), 100);
      });
    });
    assert.equal(outcomes[0], '');
    assert.match(outcomes.at(-1) ?? '', /value of the define key process\.env\.WEBPACK_SHOP_DB_PASSWORD\n/);
  });
});

describe('webpack\'s values that are made while it builds', () => {
  const { runtimeValue } = webpack.DefinePlugin;
  const KINDS: Record<string, (make: () => string) => unknown> = {
    'without a version': (make) => runtimeValue(make),
    'that are never cached': (make) => runtimeValue(make, true),
    'with a version': (make) => runtimeValue(make, { version: '1' }),
    'that are waited for': (make) => runtimeValue((async () => make()) as never),
    'in an object': (make) => ({ inner: runtimeValue(make) }),
  };

  function built(root: string, value: unknown, cache: object | false): Promise<string> {
    const entry = path.join(root, 'src/main.js');
    const plugins = [new webpack.DefinePlugin({ DB_PASSWORD: value as never }), forWebpack()];
    const config = { context: root, mode: 'production', entry, cache, output: { path: path.join(root, 'dist') }, plugins };
    return new Promise((resolve, reject) => {
      const compiler = webpack(config as object);
      compiler?.run((error, stats) => {
        const { errors = [] } = stats?.toJson({ all: false, errors: true }) ?? {};
        compiler.close(() => (error ? reject(error) : resolve(errors.map(({ message }) => message).join())));
      });
    });
  }

  for (const [kind, value] of Object.entries(KINDS)) {
    it(`are known by name, ${kind}`, async () => {
      const root = copyOf('plain');
      fs.writeFileSync(path.join(root, 'src/main.js'), `console.log(DB_PASSWORD${kind === 'in an object' ? '.inner' : ''});\n`);
      assert.match(await built(root, value(() => JSON.stringify(password())), false), /value of the define key DB_PASSWORD/);
      assert.equal(await built(root, value(() => '"none"'), false), '');
    });
  }

  it('are known where the modules come from a cache', async () => {
    const root = copyOf('plain');
    fs.writeFileSync(path.join(root, 'src/main.js'), 'console.log(DB_PASSWORD);\n');
    const secret = JSON.stringify(password());
    const cache = { type: 'filesystem', cacheDirectory: path.join(root, 'cache'), idleTimeoutForInitialStore: 0 };
    for (const _ of [1, 2]) {
      assert.match(await built(root, runtimeValue(() => secret), cache), /value of the define key DB_PASSWORD/);
    }
  });
});

for (const [name, compilerOf] of Object.entries(BOTH)) {
  describe(name, () => {
    for (const mode of ['development', 'none', 'production']) {
      it(`tells of a secret in the mode ${mode} while it watches, and writes as it does with other errors`, async () => {
        const root = copyOf('plain');
        const entry = path.join(root, 'src/main.js');
        fs.writeFileSync(entry, `globalThis.token = '${githubToken()}';\n`);
        const folder = path.join(root, 'dist');
        const compiler = compilerOf({ context: root, mode, entry, devtool: false, output: { path: folder } });
        const outcomes: [failed: boolean, files: string[]][] = [];
        await new Promise<void>((resolve, reject) => {
          const watching = compiler.watch({ aggregateTimeout: 20 }, (error, stats) => {
            if (error || !stats) return reject(error);
            outcomes.push([stats.hasErrors(), fs.existsSync(folder) ? fs.readdirSync(folder) : []]);
            if (!stats.hasErrors()) return watching.close(resolve);
            setTimeout(() => fs.writeFileSync(entry, 'globalThis.token = 1;\n'), 100);
          });
        });
        const written = mode === 'production' ? [] : ['main.js'];
        assert.deepEqual([outcomes[0], outcomes.at(-1)], [[true, written], [false, ['main.js']]]);
      });

      it(`writes no secret in the mode ${mode} if it builds once`, async () => {
        const root = copyOf('plain');
        const entry = path.join(root, 'src/main.js');
        fs.writeFileSync(entry, `globalThis.token = '${githubToken()}';\n`);
        const folder = path.join(root, 'dist');
        const compiler = compilerOf({ context: root, mode, entry, devtool: false, output: { path: folder } });
        const hasErrors = await new Promise<boolean | undefined>((resolve, reject) => {
          compiler.run((error, stats) => (error ? reject(error) : resolve(stats?.hasErrors())));
        });
        assert.deepEqual([hasErrors, fs.existsSync(path.join(folder, 'main.js'))], [true, false]);
      });
    }
  });
}
