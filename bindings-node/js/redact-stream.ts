import { Transform, type TransformCallback } from 'node:stream';
import type { Transformer, TransformStreamDefaultController } from 'node:stream/web';
import binding from '../native/load.cjs';
import { options as named, redactChecks } from './checks.js';
import { decodeLimits, isScanner, nativeOf, type Scanner } from './scanner.js';
import { Pieces } from './streams.js';
import type { Data, RedactOptions } from './types.js';

/** Options of a stream that redacts. */
export interface RedactStreamOptions extends RedactOptions {
  /** What scans; the built-in rules by default. */
  readonly scanner?: Scanner;
}

const redactStreamOptions = named<RedactStreamOptions>({ ...redactChecks, scanner: isScanner });

function redactor(options: RedactStreamOptions = {}): Pieces<Buffer, Buffer> {
  redactStreamOptions(options, '');
  const { scanner, with: how = 'label', decode = true } = options;
  return new Pieces(() => new binding.StreamRedactor(nativeOf(scanner), how, decodeLimits(decode)));
}

/**
 * A `Transform` of Node.js: bytes or text in, the same bytes without credentials out. What it gives
 * out stays some hundred KiB behind, so that a credential may be split in any way.
 *
 * It fails with an {@link IncompleteError} at the end if not everything could be looked at.
 *
 * ```js
 * await pipeline(process.stdin, new RedactStream(), process.stdout);
 * ```
 */
export class RedactStream extends Transform {
  readonly #pieces: Pieces<Buffer, Buffer>;

  constructor(options?: RedactStreamOptions) {
    super({ decodeStrings: false });
    this.#pieces = redactor(options);
  }

  override _transform(piece: Data, encoding: BufferEncoding, done: TransformCallback): void {
    this.#hand(() => this.#pieces.push(piece, encoding), done);
  }

  override _flush(done: TransformCallback): void {
    this.#hand(() => Buffer.concat(this.#pieces.finish()), done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#pieces.close();
    super._destroy(error, done);
  }

  #hand(take: () => Buffer, done: TransformCallback): void {
    let bytes: Buffer;
    try {
      bytes = take();
    } catch (error) {
      done(error as Error);
      return;
    }
    done(null, bytes.length > 0 ? bytes : undefined);
  }
}

/** The same as a `TransformStream` of the web. */
export class RedactTransformStream extends TransformStream<Data, Uint8Array> {
  constructor(options?: RedactStreamOptions) {
    const pieces = redactor(options);
    const hand = (bytes: Buffer, controller: TransformStreamDefaultController<Uint8Array>) => {
      if (bytes.length > 0) controller.enqueue(bytes);
    };
    super({
      transform: (piece, controller) => hand(pieces.push(piece), controller),
      flush: (controller) => hand(Buffer.concat(pieces.finish()), controller),
      cancel: () => pieces.close(),
    } as Transformer<Data, Uint8Array>);
  }
}
