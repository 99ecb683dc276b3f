import fs from 'node:fs';
import path from 'node:path';
import type { Plugin, ResolvedConfig } from 'vite';
import { Build } from './plugin/build.js';
import type { Output } from './plugin/find.js';
import type { Graph } from './plugin/graph.js';
import type { Options } from './plugin/options.js';
import { type Bundle, checkBundle, type Context, recordedGraph } from './plugin/rollup-like.js';

export type { Mode, Options, Target } from './plugin/options.js';

/**
 * Checks everything that Vite emits (chunks, styles, pages, workers, source maps, what it copies
 * from `public`), and fails the build if there is a secret in it.
 *
 * ```js
 * // vite.config.js
 * import { keysieve } from 'keysieve/vite';
 * export default { plugins: [keysieve()] };
 * ```
 */
export function keysieve(options?: Options): Plugin {
  const build = new Build(options);
  let config: ResolvedConfig;
  // Workers are built by builds of their own, whose modules the outer one does not know.
  const workers = new Map<string, Graph>();
  const worker: Plugin = {
    name: 'keysieve:worker',
    generateBundle(_, bundle) {
      // Of the same worker, in watch mode, what was built last counts.
      const [entry = ''] = Object.values(bundle).map((chunk) => (chunk.type === 'chunk' && chunk.facadeModuleId) || '');
      workers.set(entry, recordedGraph(this as unknown as Context, bundle as unknown as Bundle));
    },
  };
  return {
    name: 'keysieve',
    apply: 'build',
    enforce: 'post',
    config: () => ({ worker: { plugins: () => [worker] } }),
    async configResolved(resolved) {
      config = resolved;
      const { root, mode, envDir, envPrefix, define, build: settings } = resolved;
      // With no prefix all of it: what is not meant to be shipped, and that of the process, too.
      const { loadEnv } = await import('vite');
      const env = () => (envDir === false ? process.env : loadEnv(mode, envDir, ''));
      build.begin({ root, env, define, envPrefix, isWatching: settings.watch !== null });
    },
    buildStart() {
      build.prepareSoon();
    },
    generateBundle: {
      order: 'post',
      handler(output, bundle) {
        const settings = this.environment?.config ?? config;
        const isServer = this.environment ? this.environment.config.consumer === 'server' : Boolean(config.build.ssr);
        const target = build.target(isServer ? 'server' : 'client');
        const folder = path.resolve(config.root, output.dir ?? settings.build.outDir);
        const copies = target === 'client' && settings.build.copyPublicDir ? copied(config.publicDir) : [];
        checkBundle(build, this as unknown as Context, bundle as unknown as Bundle, folder, target, { copies, workers: [...workers.values()] });
      },
    },
  };
}

/** The files that Vite copies as they are. */
function copied(folder: string): Output[] {
  if (!folder || !fs.existsSync(folder)) return [];
  return fs.readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    if (!entry.isFile()) return [];
    const copyOf = path.join(entry.parentPath ?? entry.path, entry.name);
    const file = path.relative(folder, copyOf).split(path.sep).join('/');
    return [{ file, source: fs.readFileSync(copyOf), copyOf }];
  });
}

export default keysieve;
