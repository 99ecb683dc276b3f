import { Transform, type TransformCallback } from 'node:stream';
import { TransformStream } from 'node:stream/web';
import binding from '../native/load.cjs';
import { KeysieveError, native } from './errors.js';
import { nativeOf, Scanner } from './scanner.js';
import type { Data, Finding, Incomplete } from './types.js';

/** Options of a stream. */
export interface ScanStreamOptions {
  /** What scans; the built-in rules by default. A stream does not decode. */
  readonly scanner?: Scanner;
  /** Where the data comes from, for allowlists that go by paths. */
  readonly path?: string;
}

/** A piece's bytes. */
export function pieceOf(piece: unknown): Uint8Array {
  if (typeof piece === 'string') return Buffer.from(piece);
  if (piece instanceof Uint8Array) return piece;
  throw new KeysieveError('KEYSIEVE_INPUT', `a stream takes strings and Uint8Arrays, not ${typeof piece}`);
}

/** What both kinds of streams do with pieces. */
class Pieces {
  readonly #native: binding.StreamScanner;
  suppressed = 0;
  incomplete: Incomplete | undefined;

  constructor({ scanner, path }: ScanStreamOptions = {}) {
    this.#native = native(() => new binding.StreamScanner(nativeOf(scanner), path));
  }

  push(piece: unknown): Finding[] {
    return native(() => this.#native.push(pieceOf(piece))) as Finding[];
  }

  finish(): Finding[] {
    const { findings, suppressed, limit, limitAt } = native(() => this.#native.finish());
    this.suppressed = suppressed;
    if (limit != null) this.incomplete = { limit, at: limitAt ?? 0 };
    return findings as Finding[];
  }
}

/**
 * A `Transform` of Node.js: bytes or text in, in pieces of any size, findings out, the same as in the
 * whole. Offsets are bytes from the start of the stream (of text: of its UTF-8). It takes some 200
 * KiB, however long the stream is.
 *
 * ```js
 * for await (const finding of createReadStream(path).pipe(new ScanStream())) {
 *   console.log(finding.rule, finding.start);
 * }
 * ```
 */
export class ScanStream extends Transform {
  readonly #pieces: Pieces;

  constructor(options?: ScanStreamOptions) {
    super({ readableObjectMode: true });
    this.#pieces = new Pieces(options);
  }

  /** How many more findings were allowed; known when the stream has ended. */
  get suppressed(): number {
    return this.#pieces.suppressed;
  }

  /** The limit that was reached, if one was; known when the stream has ended. */
  get incomplete(): Incomplete | undefined {
    return this.#pieces.incomplete;
  }

  override _transform(piece: Buffer, _: BufferEncoding, done: TransformCallback): void {
    this.#hand(() => this.#pieces.push(piece), done);
  }

  override _flush(done: TransformCallback): void {
    this.#hand(() => this.#pieces.finish(), done);
  }

  #hand(take: () => Finding[], done: TransformCallback): void {
    try {
      for (const finding of take()) this.push(finding);
    } catch (error) {
      done(error as Error);
      return;
    }
    done();
  }
}

/**
 * The same as a `TransformStream` of the web.
 *
 * ```js
 * const findings = response.body.pipeThrough(new ScanTransformStream());
 * ```
 */
export class ScanTransformStream extends TransformStream<Data, Finding> {
  readonly #pieces: Pieces;

  constructor(options?: ScanStreamOptions) {
    const pieces = new Pieces(options);
    super({
      transform(piece, controller) {
        for (const finding of pieces.push(piece)) controller.enqueue(finding);
      },
      flush(controller) {
        for (const finding of pieces.finish()) controller.enqueue(finding);
      },
    });
    this.#pieces = pieces;
  }

  /** How many more findings were allowed; known when the stream has ended. */
  get suppressed(): number {
    return this.#pieces.suppressed;
  }

  /** The limit that was reached, if one was; known when the stream has ended. */
  get incomplete(): Incomplete | undefined {
    return this.#pieces.incomplete;
  }
}
