import { Transform, type TransformCallback } from 'node:stream';
import type { Transformer } from 'node:stream/web';
import binding from '../native/load.cjs';
import { options as named, text } from './checks.js';
import { KeysieveError, native } from './errors.js';
import { isScanner, nativeOf, type Scanner } from './scanner.js';
import type { Data, Finding, Incomplete } from './types.js';

/** Options of a stream. */
export interface ScanStreamOptions {
  /** What scans; the built-in rules by default. A stream does not decode. */
  readonly scanner?: Scanner;
  /** Where the data comes from, for allowlists that go by paths. */
  readonly path?: string;
}

/** The bytes of pieces. */
class Encoder {
  /** The first half of a surrogate pair that a piece of text ended with. */
  #half = '';

  bytesOf(piece: unknown, encoding?: BufferEncoding): Uint8Array {
    if (typeof piece !== 'string') {
      if (!(piece instanceof Uint8Array)) {
        throw new KeysieveError('KEYSIEVE_INPUT', `a stream takes strings and Uint8Arrays, not ${typeof piece}`);
      }
      return this.#half === '' ? piece : Buffer.concat([this.rest(), piece]);
    }
    // Only the first halves that UTF-8 has are waited for.
    if (encoding !== undefined && encoding !== 'utf8' && encoding !== 'utf-8') return Buffer.concat([this.rest(), Buffer.from(piece, encoding)]);
    const text = this.#half + piece;
    this.#half = /[\ud800-\udbff]$/.exec(text)?.[0] ?? '';
    return Buffer.from(this.#half === '' ? text : text.slice(0, -1));
  }

  /** Half of a pair that no other half follows becomes U+FFFD. */
  rest(): Buffer {
    const half = this.#half;
    this.#half = '';
    return Buffer.from(half);
  }
}

/** The native half of a stream. */
interface Native<T, R> {
  push(piece: Uint8Array): T;
  finish(): R;
  close(): void;
}

/**
 * What all streams do with pieces. The native half takes memory: it is made for the first piece, and
 * free when the stream ends.
 */
export class Pieces<T, R> {
  readonly #make: () => Native<T, R>;
  readonly #encoder = new Encoder();
  #native: Native<T, R> | undefined;

  constructor(make: () => Native<T, R>) {
    this.#make = make;
  }

  push(piece: unknown, encoding?: BufferEncoding): T {
    const bytes = this.#encoder.bytesOf(piece, encoding);
    return native(() => (this.#native ??= this.#make()).push(bytes));
  }

  /** What came of the half of a character that was left, and what is left. */
  finish(): [T, R] {
    const bytes = this.#encoder.rest();
    return native(() => {
      const inner = (this.#native ??= this.#make());
      return [inner.push(bytes), inner.finish()];
    });
  }

  /** Frees the memory of a stream that nobody ends. */
  close(): void {
    this.#native?.close();
  }
}

const streamOptions = named<ScanStreamOptions>({ scanner: isScanner, path: text });

/** A scan of pieces, and what is known of it when it has ended. */
class Scan {
  readonly #pieces: Pieces<binding.Finding[], binding.Scanned>;
  suppressed = 0;
  incomplete: Incomplete | undefined;

  constructor(options: ScanStreamOptions = {}) {
    streamOptions(options, '');
    const { scanner, path } = options;
    this.#pieces = new Pieces(() => new binding.StreamScanner(nativeOf(scanner), path));
  }

  push(piece: unknown, encoding?: BufferEncoding): Finding[] {
    return this.#pieces.push(piece, encoding) as Finding[];
  }

  finish(): Finding[] {
    const [before, { findings, suppressed, limit, limitAt }] = this.#pieces.finish();
    this.suppressed = suppressed;
    if (limit != null) this.incomplete = { limit, at: limitAt ?? 0 };
    return [...before, ...findings] as Finding[];
  }

  close(): void {
    this.#pieces.close();
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
  readonly #scan: Scan;

  constructor(options?: ScanStreamOptions) {
    super({ readableObjectMode: true, decodeStrings: false });
    this.#scan = new Scan(options);
  }

  /** How many more findings were allowed; known when the stream has ended. */
  get suppressed(): number {
    return this.#scan.suppressed;
  }

  /** The limit that was reached, if one was; known when the stream has ended. */
  get incomplete(): Incomplete | undefined {
    return this.#scan.incomplete;
  }

  override _transform(piece: Data, encoding: BufferEncoding, done: TransformCallback): void {
    this.#hand(() => this.#scan.push(piece, encoding), done);
  }

  override _flush(done: TransformCallback): void {
    this.#hand(() => this.#scan.finish(), done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#scan.close();
    super._destroy(error, done);
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
 * The same as a `TransformStream` of the web: the global one, whose types are those of the DOM where a
 * program has them.
 *
 * ```js
 * const findings = response.body.pipeThrough(new ScanTransformStream());
 * ```
 */
export class ScanTransformStream extends TransformStream<Data, Finding> {
  readonly #scan: Scan;

  constructor(options?: ScanStreamOptions) {
    const scan = new Scan(options);
    super({
      transform(piece, controller) {
        for (const finding of scan.push(piece)) controller.enqueue(finding);
      },
      flush(controller) {
        for (const finding of scan.finish()) controller.enqueue(finding);
      },
      cancel: () => scan.close(),
    } as Transformer<Data, Finding>);
    this.#scan = scan;
  }

  /** How many more findings were allowed; known when the stream has ended. */
  get suppressed(): number {
    return this.#scan.suppressed;
  }

  /** The limit that was reached, if one was; known when the stream has ended. */
  get incomplete(): Incomplete | undefined {
    return this.#scan.incomplete;
  }
}
