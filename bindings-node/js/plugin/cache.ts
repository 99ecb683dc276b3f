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
 * neither does the file.
 */
export class Cache {
  readonly #file: string | undefined;
  /** What scans depend on, beside the content. */
  readonly #choice: string;
  readonly #entries = new Map<string, unknown>();
  #isChanged = false;

  constructor(choice: string, file?: string) {
    this.#choice = choice;
    this.#file = file;
    if (file !== undefined) this.#read(file);
  }

  /** The result for a content in a file, from memory or from the scan. */
  scan<T>(bytes: Uint8Array, file: string, scan: () => T): T {
    const key = digest(bytes, file);
    if (this.#entries.has(key)) return this.#entries.get(key) as T;
    const scanned = scan();
    this.#entries.set(key, scanned);
    this.#isChanged = true;
    // The oldest goes.
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= MOST) break;
      this.#entries.delete(oldest);
    }
    return scanned;
  }

  /** Writes the file, if there is anything new. A cache that cannot be written is only slow. */
  write(): void {
    if (this.#file === undefined || !this.#isChanged) return;
    const text = JSON.stringify({ choice: this.#choice, entries: [...this.#entries] });
    const temporary = `${this.#file}.${process.pid}`;
    try {
      fs.mkdirSync(path.dirname(this.#file), { recursive: true });
      fs.writeFileSync(temporary, text);
      fs.renameSync(temporary, this.#file);
      this.#isChanged = false;
    } catch {
      fs.rmSync(temporary, { force: true });
    }
  }

  /** Reads the file. One that is missing, broken or of another choice holds nothing of use. */
  #read(file: string): void {
    try {
      const { choice, entries } = JSON.parse(fs.readFileSync(file, 'utf8'));
      if (choice !== this.#choice) return;
      for (const [key, scanned] of entries) this.#entries.set(key, scanned);
    } catch {
      // Nothing is remembered.
    }
  }
}
