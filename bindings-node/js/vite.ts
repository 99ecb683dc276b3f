import fs from 'node:fs';
import path from 'node:path';
import type { Environment, Plugin, ResolvedConfig } from 'vite' with { 'resolution-mode': 'import' };
import { type Build, Builds } from './plugin/build.js';
import type { Output, Searched } from './plugin/find.js';
import type { Graph } from './plugin/graph.js';
import type { Options, Target } from './plugin/options.js';
import { type Bundle, checkBundle, type Context, recordedGraph } from './plugin/rollup-like.js';
import { type Soon, soon } from './plugin/soon.js';

export type { Mode, Options, Target } from './plugin/options.js';

/** Loaded when something is built: whoever only reads the configuration need not wait for it. */
let vite: typeof import('vite');

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
  const builds = new Builds(options);
  /** By a part of the configuration that those of its workers have from it. */
  const runs = new WeakMap<object, Run>();
  let last: Run | undefined;
  const runOf = ({ environment }: { environment?: Environment }): Run =>
    ((environment && runs.get(environment.getTopLevelConfig().worker)) ?? last) as Run;
  const worker: Plugin = {
    name: 'keysieve:worker',
    generateBundle(_, bundle) {
      // Of the same worker, in watch mode, what was built last counts.
      const [entry = ''] = Object.values(bundle).map((chunk) => (chunk.type === 'chunk' && chunk.facadeModuleId) || '');
      runOf(this).workers.set(entry, recordedGraph(this as unknown as Context, bundle as unknown as Bundle));
    },
  };
  return {
    name: 'keysieve',
    apply: 'build',
    enforce: 'post',
    config: () => ({ worker: { plugins: () => [worker] } }),
    configResolved(config) {
      runs.set(config.worker, (last = new Run(builds, config)));
    },
    renderStart(output) {
      // Vite has copied its files by now, and the bundler is busy for long.
      runOf(this).begin(this.environment, output);
    },
    generateBundle: {
      order: 'post',
      handler(output, bundle) {
        const run = runOf(this);
        const ahead = run.begun(this.environment, output);
        const check = (ahead: Ahead) => run.check(this as unknown as Context, bundle as unknown as Bundle, ahead);
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

/** All that is built with one configuration. A plugin may be in several, even at once. */
class Run {
  /** Workers are built by builds of their own, whose modules the outer one does not know. */
  readonly workers = new Map<string, Graph>();
  readonly #builds: Builds;
  readonly #config: ResolvedConfig;
  readonly #build: Build;
  readonly #begun = new Map<string, Soon<Ahead>>();

  constructor(builds: Builds, config: ResolvedConfig) {
    this.#builds = builds;
    this.#config = config;
    const { root, mode, envDir, envPrefix, define, build } = config;
    // With no prefix all of it: what is not meant to be shipped, and that of the process, too.
    const env = () => (envDir === false ? process.env : vite.loadEnv(mode, envDir, ''));
    this.#build = builds.begin({ root, env, envDir: envDir === false ? root : envDir, define, envPrefix, isWatching: build.watch !== null });
  }

  /** Looks into what is copied, as soon as there is time. */
  begin(environment: Environment | undefined, { dir }: OutputOptions): Soon<Ahead> {
    const config = this.#config;
    const { build, consumer } = environment?.config ?? { ...config, consumer: config.build.ssr ? 'server' : 'client' };
    const ahead = soon(async (): Promise<Ahead> => {
      vite = await import('vite');
      const target = this.#builds.target(consumer);
      const folder = path.resolve(config.root, dir ?? build.outDir);
      const copies = build.copyPublicDir ? [...copied(config.publicDir, folder)] : [];
      return { target, folder, searched: this.#build.search(copies, folder, target) };
    });
    this.#begun.set(nameOf(environment, dir), ahead);
    return ahead;
  }

  begun(environment: Environment | undefined, output: OutputOptions): Soon<Ahead> {
    return this.#begun.get(nameOf(environment, output.dir)) ?? this.begin(environment, output);
  }

  check(context: Context, bundle: Bundle, { target, folder, searched }: Ahead): void {
    checkBundle(this.#build, context, bundle, folder, target, { searched, workers: [...this.workers.values()] });
  }
}

interface OutputOptions {
  readonly dir?: string | undefined;
}

function nameOf(environment: Environment | undefined, dir = ''): string {
  return `${environment?.name} ${dir}`;
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
