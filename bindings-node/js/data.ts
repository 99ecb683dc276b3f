import v8 from 'node:v8';
import binding from '../native/load.cjs';
import { KeysieveError, native } from './errors.js';
import type { Data } from './types.js';

/** Data as the native half takes it. */
export interface Bytes {
  /** Of a string its UTF-8: valid until the next string is read. */
  readonly bytes: Uint8Array;
  /** Whether offsets have to be converted: it is of a string that is not all ASCII. */
  readonly isUtf16: boolean;
}

/** Memory for strings is kept from one to the next, up to this. */
const KEPT = 96 << 20;
/** For shorter strings the engine's own way is as good. */
const LONG = 1 << 12;
/** Code units that are converted at once: what is written of them is still near when it is read. */
const PIECE = 1 << 15;

const encoder = new TextEncoder();
let kept = Buffer.allocUnsafeSlow(3 * LONG);
/** The code units of a piece, of which the last may be half of a pair. */
const piece = Buffer.allocUnsafeSlow(2 * (PIECE + 1));

/**
 * The bytes of a string or an array. A surrogate without its other half becomes U+FFFD, which is one
 * code unit, too.
 *
 * @throws {@link KeysieveError} with the code `KEYSIEVE_INPUT` if it is neither.
 */
export function bytesOf(data: Data): Bytes {
  if (typeof data !== 'string') return { bytes: checked(data), isUtf16: false };
  const { length } = data;
  // Three bytes a code unit at most; memory that is not touched costs nothing.
  const memory = room(3 * length);
  if (length < LONG) {
    const { written } = encoder.encodeInto(data, memory);
    return { bytes: memory.subarray(0, written), isUtf16: written !== length };
  }
  const written = written8(data, memory);
  return { bytes: memory.subarray(0, written), isUtf16: written !== length };
}

/** Writes a long string's UTF-8: the engine copies code units fast, but is slow at converting them. */
function written8(data: string, memory: Buffer): number {
  const { length } = data;
  const isTwoByte = !isOneByte(data);
  let at = 0;
  if (!isTwoByte) {
    memory.write(data, 'latin1');
    at = binding.asciiLength(memory, length);
  }
  let written = at;
  while (at < length) {
    let end = Math.min(at + PIECE, length);
    // A pair stays together.
    if (isTwoByte && end < length && isHighSurrogate(data.charCodeAt(end - 1))) end++;
    piece.write(data.slice(at, end), isTwoByte ? 'utf16le' : 'latin1');
    const from = written;
    written += native(() => binding.utf8(piece, end - at, isTwoByte, memory, from));
    at = end;
  }
  return written;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

function room(size: number): Buffer {
  if (size > KEPT) return Buffer.allocUnsafeSlow(size);
  if (kept.length < size) kept = Buffer.allocUnsafeSlow(size);
  return kept;
}

/** Whether the engine keeps a string as Latin-1; if not, it may be of such characters alone, too. */
const isOneByte: (text: string) => boolean =
  'isStringOneByteRepresentation' in v8
    ? (v8.isStringOneByteRepresentation as (text: string) => boolean)
    : // What is written down of a string, after two bytes of version, says how it is kept: `"` or
      // `c`. A piece is kept as the whole is.
      (text) => v8.serialize(text.slice(0, 32))[2] === 0x22;

function checked(data: unknown): Uint8Array {
  if (data instanceof Uint8Array) return data;
  const given = data === null ? 'null' : typeof data === 'object' ? data.constructor?.name : typeof data;
  throw new KeysieveError('KEYSIEVE_INPUT', `a string or a Uint8Array can be scanned, not ${given}`);
}
