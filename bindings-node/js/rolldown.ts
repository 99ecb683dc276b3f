import path from 'node:path';
import type { Plugin } from 'rolldown';
import { Build } from './plugin/build.js';
import type { Options, Target } from './plugin/options.js';
import { type Bundle, checkBundle, type Context } from './plugin/rollup-like.js';

export type { Mode, Options, Target } from './plugin/options.js';

/**
 * Checks everything that Rolldown emits, and fails the build if there is a secret in it.
 *
 * ```js
 * // rolldown.config.js
 * import { keysieve } from 'keysieve/rolldown';
 * export default { input: 'src/main.js', output: { dir: 'dist' }, plugins: [keysieve()] };
 * ```
 */
export function keysieve(options?: Options): Plugin {
  const build = new Build(options);
  let define: Record<string, string> = {};
  let target: Target | undefined;
  return {
    name: 'keysieve',
    options(input) {
      define = input.transform?.define ?? {};
      target = input.platform === 'node' ? 'server' : undefined;
    },
    buildStart({ cwd }) {
      build.begin({ root: cwd, define, isWatching: this.meta.watchMode });
      build.prepareSoon();
    },
    generateBundle: {
      order: 'post',
      handler(output, bundle) {
        const folder = path.resolve(output.dir ?? path.dirname(output.file ?? 'dist/bundle.js'));
        checkBundle(build, this as Context, bundle as unknown as Bundle, folder, build.target(target));
      },
    },
  };
}

export default keysieve;
