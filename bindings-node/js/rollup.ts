import path from 'node:path';
import type { Plugin } from 'rollup';
import { type Build, Builds } from './plugin/build.js';
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
  const builds = new Builds(options);
  // All of one process are set up the same way: by the folder that it is in.
  let build: Build | undefined;
  const begin = (isWatching: boolean) => (build = builds.begin({ root: process.cwd(), isWatching }, build));
  return {
    name: 'keysieve',
    buildStart() {
      begin(this.meta.watchMode).prepareSoon();
    },
    generateBundle: {
      order: 'post',
      handler(output, bundle) {
        const folder = path.resolve(output.dir ?? path.dirname(output.file ?? 'dist/bundle.js'));
        checkBundle(build ?? begin(false), this as Context, bundle as unknown as Bundle, folder, builds.target());
      },
    },
  };
}

export default keysieve;
