import fs from 'node:fs';
import path from 'node:path';
import type { Environment, Plugin, ResolvedConfig } from 'vite';
import { Build } from './plugin/build.js';
import type { Output, Searched } from './plugin/find.js';
import type { Graph } from './plugin/graph.js';
import type { Options, Target } from './plugin/options.js';
import { type Bundle, checkBundle, type Context, recordedGraph } from './plugin/rollup-like.js';
import { soon } from './plugin/soon.js';

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
  let vite: typeof import('vite');
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
  /** Looks into what is copied, as soon as there is time. */
  const begin = (environment: Environment | undefined, { dir }: { dir?: string | undefined }) =>
    soon(async (): Promise<Ahead> => {
      vite = await import('vite');
      const settings = environment?.config ?? config;
      const isServer = environment ? environment.config.consumer === 'server' : Boolean(config.build.ssr);
      const target = build.target(isServer ? 'server' : 'client');
      const folder = path.resolve(config.root, dir ?? settings.build.outDir);
      const copies = target === 'client' && settings.build.copyPublicDir ? [...copied(config.publicDir, folder)] : [];
      return { target, folder, searched: build.search(copies, folder, target) };
    });
  /** What has begun, by the name of what is built. */
  const begun = new Map<string, ReturnType<typeof begin>>();
  return {
    name: 'keysieve',
    apply: 'build',
    enforce: 'post',
    config: () => ({ worker: { plugins: () => [worker] } }),
    configResolved(resolved) {
      config = resolved;
      const { root, mode, envDir, envPrefix, define, build: settings } = resolved;
      // With no prefix all of it: what is not meant to be shipped, and that of the process, too.
      const env = () => (envDir === false ? process.env : vite.loadEnv(mode, envDir, ''));
      build.begin({ root, env, define, envPrefix, isWatching: settings.watch !== null });
    },
    renderStart(output) {
      const { environment } = this;
      // Vite has copied its files by now, and the bundler is busy for long.
      begun.set(environment?.name ?? '', begin(environment, output));
    },
    generateBundle: {
      order: 'post',
      handler(output, bundle) {
        const { environment } = this;
        const ahead = begun.get(environment?.name ?? '') ?? begin(environment, output);
        const check = ({ target, folder, searched }: Ahead) => {
          checkBundle(build, this as unknown as Context, bundle as unknown as Bundle, folder, target, { searched, workers: [...workers.values()] });
        };
        // A bundler that need not wait goes on sooner.
        return ahead.value ? check(ahead.value) : ahead.get().then(check);
      },
    },
  };
}

/** What is known before there is an output. */
interface Ahead {
  readonly target: Target;
  readonly folder: string;
  /** What stands in the files that are copied. */
  readonly searched: readonly Searched[];
}

/** The files that Vite copies as they are, those that links lead to, too. */
function* copied(folder: string, outputs: string, at = '', above: readonly string[] = []): Iterable<Output> {
  const here = folder && fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory() && fs.realpathSync(folder);
  // A link to a folder that it stands in has no end.
  if (!here || above.includes(here)) return;
  for (const name of fs.readdirSync(folder)) {
    const copyOf = path.join(folder, name);
    // A link to nothing Vite tells of itself.
    const stats = copyOf === outputs ? undefined : fs.statSync(copyOf, { throwIfNoEntry: false });
    if (stats?.isDirectory()) yield* copied(copyOf, outputs, `${at}${name}/`, [...above, here]);
    else if (stats?.isFile()) yield { file: at + name, source: fs.readFileSync(copyOf), copyOf };
  }
}

export default keysieve;
