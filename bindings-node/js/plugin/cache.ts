import fs from 'node:fs';
import path from 'node:path';
import binding from '../../native/load.cjs';
import { native } from '../errors.js';

/** A hash of a content in a place. */
export function digest(bytes: Uint8Array, place: string): string {
  return native(() => binding.digest(bytes, place));
}

/** More contents are not remembered. */
const MOST = 20_000;

/**
 * Remembers what stands in which content, by its hash. Findings hold places and no secrets, so
 * neither does the file. Builds may share one: what the others put into it stays.
 */
export class Cache {
  readonly #file: string | undefined;
  /** What scans depend on, beside the content. */
  readonly #choice: string;
  readonly #entries: Map<string, unknown>;
  readonly #added = new Map<string, unknown>();

  constructor(choice: string, file?: string) {
    this.#choice = choice;
    this.#file = file;
    this.#entries = file === undefined ? new Map() : entriesOf(file);
  }

  /** The result for a content in a file, from memory or from the scan. */
  scan<T>(bytes: Uint8Array, file: string, scan: () => T): T {
    const key = digest(bytes, `${this.#choice} ${file}`);
    if (this.#entries.has(key)) return this.#entries.get(key) as T;
    const scanned = scan();
    this.#entries.set(key, scanned);
    if (this.#file !== undefined) this.#added.set(key, scanned);
    forget(this.#entries);
    return scanned;
  }

  /** Writes the file, if there is anything new. A cache that cannot be written is only slow. */
  write(): void {
    if (this.#file === undefined || this.#added.size === 0) return;
    const all = new Map([...entriesOf(this.#file), ...this.#added]);
    forget(all);
    const temporary = `${this.#file}.${process.pid}`;
    try {
      fs.mkdirSync(path.dirname(this.#file), { recursive: true });
      fs.writeFileSync(temporary, JSON.stringify({ entries: [...all] }));
      fs.renameSync(temporary, this.#file);
      this.#added.clear();
    } catch {
      fs.rmSync(temporary, { force: true });
    }
  }
}

/** The entries of a file; none if it is missing or broken. */
function entriesOf(file: string): Map<string, unknown> {
  try {
    return new Map(JSON.parse(fs.readFileSync(file, 'utf8')).entries);
  } catch {
    return new Map();
  }
}

/** The oldest go where there are too many. */
function forget(entries: Map<string, unknown>): void {
  for (const oldest of entries.keys()) {
    if (entries.size <= MOST) break;
    entries.delete(oldest);
  }
}
