/**
 * Finds credentials in strings, buffers and streams. For bundlers, see `keysieve/vite`,
 * `keysieve/rollup`, `keysieve/rolldown`, `keysieve/webpack`, `keysieve/rspack` and
 * `keysieve/esbuild`.
 */
export { Baseline, type KnownFinding } from './baseline.js';
export { type ErrorCode, IncompleteError, KeysieveError, RuleError } from './errors.js';
export { RedactStream, type RedactStreamOptions, RedactTransformStream } from './redact-stream.js';
export { redact, rules, scan, scanAsync, Scanner } from './scanner.js';
export { ScanStream, type ScanStreamOptions, ScanTransformStream } from './streams.js';
export type * from './types.js';
