import path from 'node:path';
import type { Plugin } from 'rollup';
import { Build } from './plugin/build.js';
import type { Options } from './plugin/options.js';
import { type Bundle, checkBundle, type Context } from './plugin/rollup-like.js';

export type { Mode, Options, Target } from './plugin/options.js';

/**
 * Checks everything that Rollup emits, and fails the build if there is a secret in it.
 *
 * ```js
 * // rollup.config.js
 * import { keysieve } from 'keysieve/rollup';
 * export default { input: 'src/main.js', output: { dir: 'dist' }, plugins: [keysieve()] };
 * ```
 */
export function keysieve(options?: Options): Plugin {
  const build = new Build(options);
  return {
    name: 'keysieve',
    buildStart() {
      build.begin({ root: process.cwd(), isWatching: this.meta.watchMode });
      build.prepareSoon();
    },
    generateBundle: {
      order: 'post',
      handler(output, bundle) {
        const folder = path.resolve(output.dir ?? path.dirname(output.file ?? 'dist/bundle.js'));
        checkBundle(build, this as Context, bundle as unknown as Bundle, folder, build.target());
      },
    },
  };
}

export default keysieve;
