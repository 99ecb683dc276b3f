import fs from 'node:fs';
import path from 'node:path';
import { FlattenMap, originalPositionFor, sourceContentFor, type TraceMap } from '@jridgewell/trace-mapping';
import binding from '../../native/load.cjs';

/** A source map, as far as it is used here. */
export interface RawSourceMap {
  readonly version: number;
  readonly sources: readonly (string | null)[];
  readonly sourcesContent?: readonly (string | null)[];
  readonly sourceRoot?: string;
  readonly mappings: string;
  readonly names?: readonly string[];
}

/** A place in an original file. */
export interface Mapped {
  /** The file's path, absolute if that can be told. */
  readonly file: string;
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
  readonly content: string | undefined;
}

/** The map in a text, or nothing if it is none. */
export function parseMap(text: string): RawSourceMap | undefined {
  try {
    const map: unknown = JSON.parse(text.replace(/^\)\]\}'[^\n]*\n/, ''));
    return isMap(map) ? map : undefined;
  } catch {
    return undefined;
  }
}

function isMap(map: unknown): map is RawSourceMap {
  if (typeof map !== 'object' || map === null) return false;
  return 'sections' in map || ('mappings' in map && 'sources' in map);
}

/** The map in the last comment of an output that has one. */
export function inlineMap(text: string): RawSourceMap | undefined {
  const bytes = Buffer.from(text);
  const map = binding.SourceMap.inline(bytes).at(-1);
  return map && parseMap(map.whole(bytes));
}

/** Leads from places in an output to those in the original files. */
export class Tracer {
  readonly #trace: TraceMap;
  readonly #fileOf: (source: string) => string;

  private constructor(trace: TraceMap, fileOf: (source: string) => string) {
    this.#trace = trace;
    this.#fileOf = fileOf;
  }

  /**
   * It is told which file a source is. A map that is wrong is none.
   */
  static of(map: RawSourceMap, fileOf: (source: string) => string): Tracer | undefined {
    try {
      // Of a map of maps, too.
      const trace = FlattenMap(map as never);
      // It is read when it is first used.
      originalPositionFor(trace, { line: 1, column: 0 });
      return new Tracer(trace, fileOf);
    } catch {
      return undefined;
    }
  }

  /** The original of a place; line and column are from 1. */
  trace(line: number, column: number): Mapped | undefined {
    const found = originalPositionFor(this.#trace, { line, column: column - 1 });
    // A map may lead to an original that it does not have, or to one without a name.
    if (found.source === null || !isNamed(found.source)) return undefined;
    const content = sourceContentFor(this.#trace, found.source) ?? undefined;
    const file = this.#fileOf(found.source);
    return { file, line: found.line, column: found.column + 1, content };
  }
}

/** Whether an original has a name of its own, and not that of the folder alone in which all of them are. */
export function isNamed(source: string | null | undefined): source is string {
  return Boolean(source) && !source?.endsWith('/');
}

/** The file of a map's source. Bundlers write paths, relative ones, URLs and schemes of their own. */
export function sourceFile(source: string, folder: string, root: string, paths: path.PlatformPath = path): string {
  // webpack: `webpack://name/./src/a.ts?4f2c`.
  const scheme = /^webpack(?:-internal)?:\/\/[^/]*\/(?:\.\/)?(.*?)(?:\?[\w-]*)?$/s.exec(source);
  if (scheme) return paths.resolve(root, scheme[1] as string);
  if (source.startsWith('file://')) return fileOfUrl(source, paths);
  // Of an address on some server the path is what may lie here, too.
  const url = /^[a-z][a-z0-9+.-]+:\/\/[^/]*\/(.*?)(?:[?#].*)?$/is.exec(source);
  if (url) return paths.resolve(root, url[1] as string);
  return paths.resolve(folder, source.replace(/[?#].*$/s, ''));
}

/** The path of a URL; what is none is one as it stands. */
function fileOfUrl(source: string, paths: path.PlatformPath): string {
  try {
    const { host, pathname } = new URL(source);
    const file = decodeURIComponent(pathname);
    if (paths.sep === '/') return file;
    // `file:///C:/a.ts` is on a drive, `file://server/share/a.ts` on another machine.
    return paths.normalize(host === '' ? file.replace(/^\/(?=[a-z]:)/i, '') : `//${host}${file}`);
  } catch {
    return paths.resolve('/', source.slice('file://'.length));
  }
}

/**
 * The file of a source in the map of an output. Bundles of workers are told no folder, so that sources
 * count from the one that would be it without a configuration, below that of the process.
 */
export function originalOf(source: string, outputs: string, output: string, root: string): string {
  const file = sourceFile(source, path.dirname(path.resolve(outputs, output)), root);
  if (fs.existsSync(file)) return file;
  const other = sourceFile(source, path.dirname(path.resolve('dist', output)), root);
  return fs.existsSync(other) ? other : file;
}
