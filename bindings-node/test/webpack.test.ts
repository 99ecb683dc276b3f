import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { rspack } from '@rspack/core';
import { keysieve as forRspack } from 'keysieve/rspack';
import { keysieve as forWebpack } from 'keysieve/webpack';
import webpack from 'webpack';
import { copyOf } from './bundlers.js';
import { githubToken } from './tokens.js';

interface Watcher {
  watch(options: object, done: (error: unknown, stats?: { hasErrors(): boolean }) => void): { close(done: () => void): void };
}

const BOTH: Record<string, (config: object) => Watcher> = {
  webpack: (config) => webpack({ ...config, plugins: [forWebpack()] }) as unknown as Watcher,
  rspack: (config) => rspack({ ...config, plugins: [forRspack()] }) as unknown as Watcher,
};

for (const [name, compilerOf] of Object.entries(BOTH)) {
  describe(name, () => {
    for (const mode of ['development', 'none', 'production']) {
      it(`writes no secret in the mode ${mode} while it watches, and what is mended`, async () => {
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
        assert.deepEqual([outcomes[0], outcomes.at(-1)], [[true, []], [false, ['main.js']]]);
      });
    }
  });
}
