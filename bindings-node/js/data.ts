import { KeysieveError } from './errors.js';
import type { Data } from './types.js';

/** Data as the native half takes it. */
export interface Bytes {
  /** Of a string its UTF-8: valid until the next string is read. */
  readonly bytes: Uint8Array;
  /** Whether offsets have to be converted: it is of a string that is not all ASCII. */
  readonly isUtf16: boolean;
}

/** Memory for a string's UTF-8 is kept from one to the next, up to this. */
const KEPT = 96 << 20;

const encoder = new TextEncoder();
let memory = new Uint8Array(1 << 16);

/**
 * The bytes of a string or an array. A surrogate without its other half becomes U+FFFD, which is one
 * code unit, too.
 *
 * @throws {@link KeysieveError} with the code `KEYSIEVE_INPUT` if it is neither.
 */
export function bytesOf(data: Data): Bytes {
  if (typeof data !== 'string') return { bytes: checked(data), isUtf16: false };
  // A code unit takes three bytes at most; memory that is not touched costs nothing.
  const room = data.length * 3;
  if (room > KEPT) {
    const bytes = Buffer.from(data);
    return { bytes, isUtf16: bytes.length !== data.length };
  }
  if (memory.length < room) memory = new Uint8Array(Buffer.allocUnsafeSlow(room).buffer);
  const { written } = encoder.encodeInto(data, memory);
  return { bytes: memory.subarray(0, written), isUtf16: written !== data.length };
}

function checked(data: unknown): Uint8Array {
  if (data instanceof Uint8Array) return data;
  const given = data === null ? 'null' : typeof data === 'object' ? data.constructor?.name : typeof data;
  throw new KeysieveError('KEYSIEVE_INPUT', `a string or a Uint8Array can be scanned, not ${given}`);
}
