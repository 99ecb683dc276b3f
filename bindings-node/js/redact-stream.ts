import { Transform, type TransformCallback } from 'node:stream';
import { TransformStream } from 'node:stream/web';
import binding from '../native/load.cjs';
import { native } from './errors.js';
import { decodeLimits, nativeOf, type Scanner } from './scanner.js';
import { pieceOf } from './streams.js';
import type { Data, RedactOptions } from './types.js';

/** Options of a stream that redacts. */
export interface RedactStreamOptions extends RedactOptions {
  /** What scans; the built-in rules by default. */
  readonly scanner?: Scanner;
}

function redactor(options: RedactStreamOptions = {}): binding.StreamRedactor {
  const { scanner, with: how = 'label', decode = true } = options;
  return native(() => new binding.StreamRedactor(nativeOf(scanner), how, decodeLimits(decode)));
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
  readonly #native: binding.StreamRedactor;

  constructor(options?: RedactStreamOptions) {
    super();
    this.#native = redactor(options);
  }

  override _transform(piece: Buffer, _: BufferEncoding, done: TransformCallback): void {
    this.#hand(() => this.#native.push(piece), done);
  }

  override _flush(done: TransformCallback): void {
    this.#hand(() => this.#native.finish(), done);
  }

  #hand(take: () => Buffer, done: TransformCallback): void {
    let bytes: Buffer;
    try {
      bytes = native(take);
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
    const inner = redactor(options);
    const hand = (bytes: Buffer, controller: TransformStreamDefaultController<Uint8Array>) => {
      if (bytes.length > 0) controller.enqueue(bytes);
    };
    super({
      transform: (piece, controller) => hand(native(() => inner.push(pieceOf(piece))), controller),
      flush: (controller) => hand(native(() => inner.finish()), controller),
    });
  }
}
