import fs from 'node:fs';
import { lineStarts, offsetOf, position } from './frame.js';
import type { Graph } from './graph.js';
import type { Mapped } from './source-map.js';

/** Where a value stands in the original files. */
export interface Origin {
  /** The file's path. */
  readonly file: string;
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
  /** The file's text, and whether the value itself stands at the place. */
  readonly content: string | undefined;
  readonly isExact: boolean;
}

/** Reads original files, each one once, and knows where their lines start. */
export class Sources {
  readonly #texts = new Map<string, string | undefined>();
  readonly #starts = new Map<string, readonly number[]>();

  text(file: string): string | undefined {
    if (!this.#texts.has(file)) this.#texts.set(file, read(file));
    return this.#texts.get(file);
  }

  starts(content: string): readonly number[] {
    let starts = this.#starts.get(content);
    if (starts === undefined) this.#starts.set(content, (starts = lineStarts(content)));
    return starts;
  }
}

function read(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** The place of a value in the file that a source map leads to. */
export function mappedOrigin(mapped: Mapped, value: string, sources: Sources): Origin {
  const content = mapped.content ?? sources.text(mapped.file);
  const { file, line, column } = mapped;
  if (content === undefined) return { file, line, column, content, isExact: false };
  // A map leads to the beginning of the expression; the value stands behind it, if it was not put
  // there by name.
  const from = offsetOf(content, line, column, sources.starts(content));
  const after = content.indexOf(value, from);
  const at = after === -1 ? content.lastIndexOf(value, from) : after;
  if (at === -1) return { file, line, column, content, isExact: false };
  return { file, ...position(content, at, sources.starts(content)), content, isExact: true };
}

/** The first module of an output in whose file a text stands; expressions say where in it. */
export function searchedOrigin(
  graph: Graph,
  output: string,
  wanted: string | RegExp,
  sources: Sources,
  isExact: boolean,
): Origin | undefined {
  for (const file of graph.modulesOf(output)) {
    const content = sources.text(file);
    if (content === undefined) continue;
    const at = typeof wanted === 'string' ? content.indexOf(wanted) : content.search(wanted);
    if (at !== -1) return { file, ...position(content, at, sources.starts(content)), content, isExact };
  }
  return undefined;
}
