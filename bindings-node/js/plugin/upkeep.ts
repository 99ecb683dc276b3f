import fs from 'node:fs';
import path from 'node:path';
import type { KnownFinding } from '../baseline.js';
import type { Scanner } from '../scanner.js';
import type { Environment } from './environment.js';

/** What this process has put into which baseline. */
const added = new Map<string, Set<string>>();

/**
 * Tells which entries of a baseline are of something that is still there. What a build does not find may
 * be in the outputs of another one, so it is the original that is asked.
 */
export class Upkeep {
  readonly #root: string;
  readonly #own: Set<string>;
  readonly #scanner: Scanner;
  readonly #environment: Environment;
  /** The fingerprints in originals; nothing for those that are not there. */
  readonly #prints = new Map<string, ((known: KnownFinding) => boolean) | undefined>();

  constructor(root: string, baseline: string, scanner: Scanner, environment: Environment) {
    this.#root = root;
    this.#scanner = scanner;
    this.#environment = environment;
    this.#own = added.get(baseline) ?? new Set();
    added.set(baseline, this.#own);
  }

  /** Remembers what a build has found. */
  added(known: KnownFinding): KnownFinding {
    this.#own.add(keyOf(known));
    return known;
  }

  /** Whether an entry has to stay, that a build with outputs of these names has not found or found again. */
  isThere(known: KnownFinding, outputs: ReadonlySet<string>): boolean {
    if (!this.#prints.has(known.path)) this.#prints.set(known.path, this.#look(known.path));
    const isIn = this.#prints.get(known.path);
    if (isIn !== undefined) return isIn(known);
    // Another build of this process may have an output of the same name.
    if (this.#own.has(keyOf(known))) return true;
    if (outputs.has(known.path)) return false;
    // No original: one that was deleted, or an output of another build, whose folders count from elsewhere.
    const [first = '', ...others] = known.path.split('/');
    return others.length === 0 || !fs.existsSync(path.resolve(this.#root, first));
  }

  #look(file: string): ((known: KnownFinding) => boolean) | undefined {
    let text: string;
    try {
      text = fs.readFileSync(path.resolve(this.#root, file), 'utf8');
    } catch {
      return undefined;
    }
    const found = this.#scanner.scan(text, { path: file });
    // Not to know is no reason to forget.
    if (found.incomplete) return () => true;
    const prints = new Set(found.map(({ fingerprint }) => fingerprint));
    const values = new Set(this.#environment.find(text).map(({ value }) => value));
    this.#environment.secrets.forEach(({ fingerprint, variable }, at) => {
      // It may be put in by name.
      if (values.has(at) || text.includes(variable.name)) prints.add(fingerprint);
    });
    return ({ fingerprint }) => prints.has(fingerprint);
  }
}

function keyOf({ path, rule, fingerprint }: KnownFinding): string {
  return JSON.stringify([path, rule, fingerprint]);
}
