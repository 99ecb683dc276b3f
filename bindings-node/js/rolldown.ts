import path from 'node:path';
import type { InputOptions, Plugin, RolldownPluginOption } from 'rolldown' with { 'resolution-mode': 'import' };
import { type Build, Builds } from './plugin/build.js';
import type { Options } from './plugin/options.js';
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
  const builds = new Builds(options);
  return {
    ...pluginOf(builds, {}),
    // By this it is known again where the plugins were copied.
    api: builds,
    options: (input) => ({ ...input, plugins: inPlaceOf(builds, pluginOf(builds, input), input.plugins) }),
  };
}

/** The plugin of one build: hooks are not told which one calls them. */
function pluginOf(builds: Builds, { transform, platform }: InputOptions): Plugin {
  const define = transform?.define ?? {};
  const target = builds.target(platform === 'node' ? 'server' : undefined);
  let build: Build | undefined;
  const begin = (root: string, isWatching: boolean) => (build = builds.begin({ root, define, isWatching }, build));
  return {
    name: 'keysieve',
    buildStart({ cwd }) {
      begin(cwd, this.meta.watchMode).prepareSoon();
    },
    generateBundle: {
      order: 'post',
      handler(output, bundle) {
        const folder = path.resolve(output.dir ?? path.dirname(output.file ?? 'dist/bundle.js'));
        checkBundle(build ?? begin(process.cwd(), false), this as Context, bundle as unknown as Bundle, folder, target);
      },
    },
  };
}

/** The plugins with that of the build in place of the one that made it. */
function inPlaceOf(builds: Builds, own: Plugin, plugins: RolldownPluginOption): RolldownPluginOption {
  if (Array.isArray(plugins)) return plugins.map((plugin) => inPlaceOf(builds, own, plugin));
  if (plugins instanceof Promise) return plugins.then((plugin) => inPlaceOf(builds, own, plugin) as never);
  return plugins && 'api' in plugins && plugins.api === builds ? own : plugins;
}

export default keysieve;
