import binding from '../native/load.cjs';
import { object, text as isText } from './checks.js';
import { native } from './errors.js';

/** A finding that is known. */
export interface KnownFinding {
  /** The file, with `/` between folders. */
  readonly path: string;
  /** The rule's id. */
  readonly rule: string;
  /** The credential's fingerprint. */
  readonly fingerprint: string;
}

/**
 * Findings that are known, so that only what is new is reported. Its text holds neither lines, so
 * that it survives when they move, nor anything of a secret.
 */
export class Baseline {
  readonly #native: binding.Baseline;

  /**
   * Reads a baseline's text; without one, a baseline without entries. The key is that of the
   * scanner.
   *
   * @throws {@link KeysieveError} with the code `KEYSIEVE_BASELINE` if it is none, or was written
   * with another key.
   */
  constructor(text?: string, fingerprintKey?: string) {
    if (text !== undefined) isText(text, 'text');
    if (fingerprintKey !== undefined) isText(fingerprintKey, 'fingerprintKey');
    this.#native = native(() => new binding.Baseline(text, fingerprintKey));
  }

  /** Adds a finding. */
  add(known: KnownFinding): void {
    native(() => this.#native.add(...entryOf(known)));
  }

  /** Whether a finding is known; from then on its entry does not count as fixed. */
  isKnown(known: KnownFinding): boolean {
    return native(() => this.#native.isKnown(...entryOf(known)));
  }

  /** The entries that no finding was like. */
  fixed(): KnownFinding[] {
    return this.#native.fixed();
  }

  /** All entries, by path. */
  entries(): KnownFinding[] {
    return this.#native.entries();
  }

  /** The file's text: the same for the same entries, in whatever order they came. */
  toString(): string {
    return this.#native.toString();
  }
}

/** A finding may say more of itself than an entry holds. */
function entryOf(known: KnownFinding): [path: string, rule: string, fingerprint: string] {
  object(known, 'finding');
  const { path, rule, fingerprint } = known;
  for (const [name, value] of Object.entries({ path, rule, fingerprint })) isText(value, name);
  return [path, rule, fingerprint];
}
