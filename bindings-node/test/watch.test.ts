import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { keysieve as forRolldown } from 'keysieve/rolldown';
import { keysieve as forRollup } from 'keysieve/rollup';
import { watch as watchRolldown } from 'rolldown';
import { watch as watchRollup } from 'rollup';
import { Cache } from '../esm/plugin/cache.js';
import { copyOf } from './bundlers.js';

interface Watcher {
  on(event: 'event', call: (event: { code: string; error?: Error }) => void): unknown;
  close(): unknown;
}

const BOTH: Record<string, (options: object) => Watcher> = {
  rollup: (options) => watchRollup({ ...options, plugins: [EMIT, forRollup()] } as never) as unknown as Watcher,
  rolldown: (options) => watchRolldown({ ...options, plugins: [EMIT, forRolldown()] } as never) as unknown as Watcher,
};

/** Something that is the same in every build. */
const EMIT = {
  name: 'emit',
  generateBundle(this: { emitFile(file: object): void }) {
    this.emitFile({ type: 'asset', fileName: 'same.txt', source: 'nothing\n'.repeat(1000) });
  },
};

for (const [name, watch] of Object.entries(BOTH)) {
  describe(`watching with ${name}`, () => {
    it('scans no content twice', async (test) => {
      const scanned: string[] = [];
      const original = Cache.prototype.scan;
      test.mock.method(Cache.prototype, 'scan', function (this: Cache, bytes: Uint8Array, file: string, scan: () => unknown) {
        return original.call(this, bytes, file, () => {
          scanned.push(file);
          return scan();
        });
      });
      const root = copyOf('plain');
      const input = path.join(root, 'src/main.js');
      fs.writeFileSync(input, 'console.log(0);\n');
      const watcher = watch({ input, output: { dir: path.join(root, 'dist') } });
      let builds = 0;
      await new Promise<void>((resolve, reject) => {
        watcher.on('event', ({ code, error }) => {
          if (code === 'ERROR') reject(error);
          if (code !== 'END') return;
          if (++builds === 3) resolve();
          else setTimeout(() => fs.writeFileSync(input, `console.log(${builds});\n`), 200);
        });
      });
      await watcher.close();
      assert.deepEqual(scanned.sort(), ['main.js', 'main.js', 'main.js', 'same.txt']);
    });
  });
}
