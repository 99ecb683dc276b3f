import { Scanner } from '../scanner.js';
import type { ScannerOptions } from '../types.js';
import { withoutLines } from './by-line.js';
import type { Origin } from './origin.js';

/**
 * What is accepted by the path of an original, by a line or a comment in it. Outputs have other names, and
 * bundlers drop comments, so a scan of the outputs alone cannot tell.
 */
export class Accepted {
  readonly #scanner: Scanner;
  /** The same scanner without what accepts anything; nothing if nothing goes by originals. */
  readonly #strict: Scanner | undefined;
  /** The accepted places, by the original's path. */
  readonly #places = new Map<string, ReadonlySet<string>>();

  constructor(scanner: Scanner, options: ScannerOptions = {}) {
    const byOutput = withoutLines(options);
    const isByOriginals = byOutput !== options || (options.allow ?? []).some(({ paths = [] }) => paths.length > 0);
    this.#scanner = scanner;
    if (isByOriginals) this.#strict = new Scanner({ ...byOutput, allow: undefined });
  }

  /** Whether a rule's finding would be accepted where it comes from. */
  has(rule: string, { content, line, column, isExact }: Origin, path: string): boolean {
    if (this.#strict === undefined || content === undefined || !isExact) return false;
    let places = this.#places.get(path);
    if (places === undefined) {
      const all = new Set(placesOf(this.#strict, content, path));
      for (const place of placesOf(this.#scanner, content, path)) all.delete(place);
      this.#places.set(path, (places = all));
    }
    return places.has(placeOf({ rule, line, column }));
  }
}

function placesOf(scanner: Scanner, content: string, path: string): string[] {
  return scanner.scan(content, { path }).map(placeOf);
}

function placeOf({ rule, line, column }: { rule: string; line: number; column: number }): string {
  return `${rule} ${line}:${column}`;
}
