import { type Build, Builds, type Setup } from './build.js';
import type { Output } from './find.js';
import { generatedKeys } from './generated.js';
import { fileOf, type Graph } from './graph.js';
import { describe, remarks } from './message.js';
import type { Options, Target } from './options.js';
import { watchValues, withValues } from './runtime-value.js';

/** What webpack and Rspack have in common, as far as it is used here. */
export interface Compiler {
  readonly context: string;
  readonly watchMode?: boolean;
  readonly outputPath: string;
  readonly options: {
    /** Of one of several compilers. */
    readonly name?: string;
    readonly target?: unknown;
    readonly plugins?: readonly unknown[];
  };
  readonly webpack: {
    readonly Compilation: { readonly PROCESS_ASSETS_STAGE_REPORT: number };
    readonly WebpackError: new (message: string) => Error;
  };
  readonly hooks: {
    readonly thisCompilation: { tap(name: string, call: (compilation: Compilation) => void): void };
    readonly shouldEmit: { tap(name: string, call: (compilation: Compilation) => boolean | undefined): void };
  };
}

interface Compilation {
  readonly errors: { push(error: Error): unknown };
  readonly warnings: { push(error: Error): unknown };
  readonly chunks: Iterable<Chunk>;
  readonly chunkGraph: { getChunkModulesIterable(chunk: Chunk): Iterable<Module> };
  readonly moduleGraph: { getIssuer(module: Module): Module | null | undefined };
  readonly modules: Iterable<Module>;
  /** That of webpack has them: code, by the names of what it is put in for. */
  readonly valueCacheVersions?: ReadonlyMap<string, unknown>;
  readonly hooks: {
    readonly processAssets: {
      tap(options: { name: string; stage: number }, call: (assets: Assets) => void): void;
    };
  };
  getAsset(name: string): { info: { related?: { sourceMap?: string | string[] | null } } } | undefined | void;
}

type Assets = Readonly<Record<string, { source(): string | Buffer }>>;

interface Chunk {
  readonly files: Iterable<string>;
}

interface Module {
  readonly resource?: string;
  readonly rootModule?: Module;
  /** Of several modules that were joined. */
  readonly modules?: Iterable<Module>;
}

const NAME = 'keysieve';
/** Before the names of values that webpack has been told of, so that it builds again if they change. */
const DEFINED = 'webpack/DefinePlugin ';

/** The plugin for webpack and for Rspack; one may be in the configurations of several compilers. */
export class KeysievePlugin {
  readonly #builds: Builds;
  /** Those in which something fails the build. */
  readonly #failed = new WeakSet<Compilation>();

  constructor(options?: Options) {
    this.#builds = new Builds(options);
  }

  apply(compiler: object): void {
    this.#apply(compiler as Compiler);
  }

  #apply(compiler: Compiler): void {
    let build: Build | undefined;
    const target = this.#builds.target(targetOf(compiler.options));
    compiler.hooks.thisCompilation.tap(NAME, (compilation) => {
      for (const plugin of compiler.options.plugins ?? []) Object.values(definitions(plugin)).forEach(watchValues);
      const stage = compiler.webpack.Compilation.PROCESS_ASSETS_STAGE_REPORT;
      compilation.hooks.processAssets.tap({ name: NAME, stage }, (assets) => {
        build = this.#builds.begin(setupOf(compiler, compilation), build);
        this.#check(build, compiler, compilation, assets, target);
      });
    });
    // In the modes `development` and `none` outputs are written in spite of errors. Whoever watches or runs
    // a development server wants that, as with errors of linters: the page shows the error, and goes on.
    compiler.hooks.shouldEmit.tap(NAME, (compilation) => {
      return this.#failed.has(compilation) && !compiler.watchMode ? false : undefined;
    });
  }

  #check(build: Build, compiler: Compiler, compilation: Compilation, assets: Assets, target: Target): void {
    const outputs = Object.entries(assets).map(([file, asset]): Output => {
      const related = compilation.getAsset(file)?.info.related?.sourceMap;
      return { file, source: asset.source(), mapFile: [related].flat()[0] ?? null };
    });
    const graph = graphOf(compilation);
    const folder = compiler.outputPath;
    const report = build.check({ outputs, graph, target, folder });
    const { WebpackError } = compiler.webpack;
    for (const remark of remarks(report)) compilation.warnings.push(new WebpackError(remark));
    if (report.leaks.some(({ mode }) => mode === 'error')) this.#failed.add(compilation);
    for (const leak of report.leaks) {
      const error = new WebpackError(`keysieve: ${describe(leak)}`);
      // The stack is that of this plugin and tells nobody anything.
      Object.assign(error, { hideStack: true });
      compilation[leak.mode === 'error' ? 'errors' : 'warnings'].push(error);
    }
  }
}

/**
 * `node`, `node20.1`, `async-node`, `electron-main`: whatever has no page. A server at the edge has the
 * target of a worker, so frameworks that build for several tell it by its name: `edge-server`.
 */
function targetOf({ name = '', target }: Compiler['options']): Target | undefined {
  if (/(^|[^a-z])(server|ssr)$/i.test(name)) return 'server';
  const targets = [target].flat().filter((name): name is string => typeof name === 'string');
  if (targets.length === 0) return undefined;
  const isServer = targets.some((name) => /^(async-)?node|^electron\d*(\.\d+)*-main/.test(name));
  return isServer ? 'server' : 'client';
}

function setupOf({ context: root, options, outputPath, watchMode }: Compiler, compilation: Compilation): Setup {
  const configured = (options.plugins ?? []).map((plugin) => withValues(definitions(plugin)));
  const define: Record<string, unknown> = Object.assign({}, ...configured);
  // What plugins put in that are no options, as for webpack's `dotenv`.
  for (const [key, value] of compilation.valueCacheVersions ?? []) {
    if (key.startsWith(DEFINED) && typeof value === 'string') define[key.slice(DEFINED.length)] ??= value;
  }
  const env = () => ({ ...process.env, ...generatedKeys(outputPath) });
  return { root, env, define, isWatching: watchMode ?? false };
}

/** What a `DefinePlugin` or an `EnvironmentPlugin` puts in by name. */
function definitions(plugin: unknown): Record<string, unknown> {
  const { constructor, definitions, defaultValues, keys, _args } = (plugin ?? {}) as {
    constructor?: { name?: string };
    definitions?: Record<string, unknown>;
    defaultValues?: Record<string, unknown>;
    keys?: string[];
    _args?: unknown[];
  };
  switch (constructor?.name) {
    case 'DefinePlugin':
      return definitions ?? (_args?.[0] as Record<string, unknown> | undefined) ?? {};
    case 'EnvironmentPlugin': {
      const named = (keys ?? []).map((key) => [`process.env.${key}`, process.env[key] ?? defaultValues?.[key]]);
      return Object.fromEntries(named);
    }
    default:
      return {};
  }
}

function graphOf(compilation: Compilation): Graph {
  const issuers = new Map<string, string>();
  const seen = new Set<Module>();
  const look = (module: Module): void => {
    if (seen.has(module)) return;
    seen.add(module);
    for (const part of module.modules ?? []) look(part);
    const file = ownFile(module);
    const issuer = compilation.moduleGraph.getIssuer(module);
    const from = issuer && ownFile(issuer);
    if (file !== undefined && from && from !== file && !issuers.has(file)) issuers.set(file, from);
    if (issuer) look(issuer);
  };
  let isKnown = false;
  return {
    *modulesOf(output) {
      for (const chunk of compilation.chunks) {
        if (![...chunk.files].includes(output)) continue;
        for (const module of compilation.chunkGraph.getChunkModulesIterable(chunk)) {
          for (const part of [module, ...(module.modules ?? [])]) {
            const file = ownFile(part);
            if (file !== undefined) yield file;
          }
        }
      }
    },
    *importersOf(file) {
      if (!isKnown) {
        for (const module of compilation.modules) look(module);
        isKnown = true;
      }
      const issuer = issuers.get(file);
      if (issuer !== undefined) yield issuer;
    },
  };
}

function ownFile({ resource, rootModule }: Module): string | undefined {
  const id = resource ?? rootModule?.resource;
  return id ? fileOf(id) : undefined;
}
