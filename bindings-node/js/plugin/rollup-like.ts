import path from 'node:path';
import type { Build } from './build.js';
import type { Output, Searched } from './find.js';
import { fileOf, type Graph } from './graph.js';
import { describeAll, remarks } from './message.js';
import type { Leak } from './leak.js';
import type { Target } from './options.js';
import type { RawSourceMap } from './source-map.js';

/** What Rollup, Rolldown and Vite hand to `generateBundle`, as far as it is used here. */
export interface Bundle {
  readonly [file: string]: Chunk | Asset;
}

interface Chunk {
  readonly type: 'chunk';
  readonly code: string;
  readonly map: object | null;
  readonly sourcemapFileName: string | null;
  readonly moduleIds: readonly string[];
}

interface Asset {
  readonly type: 'asset';
  readonly source: string | Uint8Array;
}

interface Log {
  message: string;
  stack?: string;
  id?: string;
  loc?: { file: string; line: number; column: number };
  frame?: string;
}

/** The same of a plugin's context. */
export interface Context {
  error(log: Log): never;
  warn(log: string | Log): void;
  getModuleInfo(id: string): ModuleInfo | null;
  getModuleIds(): Iterable<string>;
}

interface ModuleInfo {
  readonly importers: readonly string[];
  readonly dynamicImporters: readonly string[];
}

/** Checks a bundle, and fails the build or warns. */
export function checkBundle(
  build: Build,
  context: Context,
  bundle: Bundle,
  folder: string,
  target: Target,
  { searched, workers = [] }: { searched?: readonly Searched[] | undefined; workers?: readonly Graph[] } = {},
): void {
  const outputs = Object.entries(bundle).map(([file, output]) => asOutput(file, output));
  const graph = joined([...workers, graphOf(context, bundle)]);
  const report = build.check({ outputs, searched, graph, target, folder });
  for (const remark of remarks(report)) context.warn(remark);
  const errors = report.leaks.filter(({ mode }) => mode === 'error');
  for (const leak of report.leaks) {
    if (leak.mode === 'warn') context.warn(log([leak], build.root));
  }
  if (errors.length > 0) context.error(log(errors, build.root));
}

function log(leaks: readonly Leak[], root: string): Log {
  const message = describeAll(leaks);
  // A stack would be that of this plugin and tell nobody anything.
  const stack = '';
  const place = leaks[0]?.origin;
  if (!place) return { message, stack };
  const file = path.resolve(root, place.file);
  return { message, stack, id: file, loc: { ...place, file, column: place.column - 1 } };
}

function asOutput(file: string, output: Chunk | Asset): Output {
  if (output.type === 'asset') return { file, source: output.source };
  const { code: source, sourcemapFileName: mapFile } = output;
  // Only looked at if something is found: Rolldown makes it when it is asked for.
  return { file, source, mapFile, get map() { return output.map as RawSourceMap | null; } };
}

function graphOf(context: Context, bundle: Bundle): Graph {
  /** Ids of a file: with a query the same file may be several modules. */
  let ids: Map<string, string[]> | undefined;
  const idsOf = (file: string) => {
    if (ids === undefined) {
      ids = new Map();
      for (const id of context.getModuleIds()) {
        const at = fileOf(id);
        if (at !== undefined) ids.set(at, [...(ids.get(at) ?? []), id]);
      }
    }
    return ids.get(file) ?? [];
  };
  return {
    *modulesOf(name) {
      const output = bundle[name];
      // An asset may be made from any module: styles, workers.
      const all = output?.type === 'chunk' ? output.moduleIds : context.getModuleIds();
      for (const id of all) {
        const file = fileOf(id);
        if (file !== undefined && isOwn(file)) yield file;
      }
      for (const id of output?.type === 'chunk' ? all : []) {
        const file = fileOf(id);
        if (file !== undefined && !isOwn(file)) yield file;
      }
    },
    *importersOf(file) {
      for (const id of idsOf(file)) {
        const info = context.getModuleInfo(id);
        for (const importer of [...(info?.importers ?? []), ...(info?.dynamicImporters ?? [])]) {
          const at = fileOf(importer);
          if (at !== undefined) yield at;
        }
      }
    },
  };
}

/** What there is to know of a bundle after its build has ended: that of a worker. */
export function recordedGraph(context: Context, bundle: Bundle): Graph {
  const graph = graphOf(context, bundle);
  const outputs = Object.keys(bundle).filter((name) => bundle[name]?.type === 'chunk');
  const modules = new Map(outputs.map((name) => [name, [...graph.modulesOf(name)]]));
  const files = [...modules.values()].flat();
  const importers = new Map(files.map((file) => [file, [...graph.importersOf(file)]]));
  return {
    modulesOf: (output) => modules.get(output) ?? [],
    importersOf: (file) => importers.get(file) ?? [],
  };
}

function joined(graphs: readonly Graph[]): Graph {
  return {
    *modulesOf(output) {
      for (const graph of graphs) yield* graph.modulesOf(output);
    },
    *importersOf(file) {
      for (const graph of graphs) yield* graph.importersOf(file);
    },
  };
}

/** One's own modules come first: there are fewer of them, and what leaks is mostly theirs. */
function isOwn(file: string): boolean {
  return !file.includes('node_modules');
}
