import { redact, type Scanner } from '../scanner.js';
import type { Environment } from './environment.js';
import { AROUND, codeFrame, lineStarts, veiled } from './frame.js';
import type { Leak } from './leak.js';
import type { Origin } from './origin.js';

/** A leak, and what its frame is made of. */
export interface Located {
  readonly leak: Leak;
  readonly origin: Origin | undefined;
  readonly secret: string;
}

/** More frames nobody looks at. */
const MOST = 100;

/** An original without any secret that is known or found in it, as long as it was. */
interface Clean {
  readonly text: string;
  readonly starts: readonly number[];
}

/** Makes frames: originals around places, without secrets. Each original is redacted once. */
export class Frames {
  readonly #scanner: Scanner;
  readonly #environment: Environment;
  readonly #clean = new Map<string, Clean | undefined>();

  constructor(scanner: Scanner, environment: Environment) {
    this.#scanner = scanner;
    this.#environment = environment;
  }

  /** The leaks, the first of them with frames. */
  added(leaks: readonly Located[]): Leak[] {
    let made = 0;
    return leaks.map(({ leak, origin, secret }) => {
      const frame = origin && made < MOST ? this.#frame(origin, secret) : undefined;
      if (frame !== undefined) made++;
      return { ...leak, frame };
    });
  }

  #frame({ content, line, column, isExact }: Origin, secret: string): string | undefined {
    const clean = content === undefined ? undefined : this.#without(content);
    if (content === undefined || clean === undefined) return undefined;
    const { text, starts } = clean;
    const first = Math.max(1, line - AROUND);
    const [from, to] = [starts[first - 1] ?? 0, starts[line + AROUND] ?? text.length];
    let around = text.slice(from, to);
    if (isExact) {
      const start = (starts[line - 1] ?? 0) + column - 1;
      const own = veiled(content.slice(start, start + secret.length));
      around = text.slice(from, start) + own + text.slice(start + secret.length, Math.max(to, start + secret.length));
    }
    return codeFrame(around, line, column, isExact ? beginning(secret).length : 1, first);
  }

  #without(content: string): Clean | undefined {
    if (!this.#clean.has(content)) this.#clean.set(content, this.#redacted(content));
    return this.#clean.get(content);
  }

  #redacted(content: string): Clean | undefined {
    try {
      const mask = { with: 'mask', decode: false } as const;
      const text = this.#environment.veil(this.#scanner.redact(redact(content, mask), mask));
      return { text, starts: lineStarts(text) };
    } catch {
      // Without knowing that nothing secret is shown, nothing is.
      return undefined;
    }
  }
}

/** What of a secret is the same in the original and in the output, which may escape it otherwise. */
export function beginning(secret: string): string {
  const plain = /^[^\\\r\n]*/.exec(secret)?.[0] ?? '';
  return plain.length >= 12 ? plain : secret;
}
