import binding from '../native/load.cjs';
import { type Check, kindOf, object, options as named, redactChecks, scannerOptions, text } from './checks.js';
import { bytesOf } from './data.js';
import { KeysieveError, native } from './errors.js';
import type {
  Data,
  DecodeLimits,
  Finding,
  Findings,
  RedactOptions,
  Rule,
  RuleFile,
  ScanAsyncOptions,
  ScanOptions,
  ScannerOptions,
} from './types.js';

const scanOptions = named<ScanOptions>({ path: text });
const scanAsyncOptions = named<ScanAsyncOptions>({ path: text, signal: object });
const redactOptions = named<RedactOptions>(redactChecks);

/**
 * Where a scanner keeps its native half for other parts of this package, and for its other copy: it is
 * there twice, for `import` and for `require`.
 */
const NATIVE = Symbol.for('keysieve.native');

/** The native half of a scanner, or that with the built-in rules. */
export function nativeOf(scanner: Scanner = builtin()): binding.Scanner {
  return Reflect.get(scanner, NATIVE);
}

/** Refuses what is no scanner. */
export const isScanner: Check = (value, place) => {
  if (typeof value === 'object' && value !== null && NATIVE in value) return;
  throw new KeysieveError('KEYSIEVE_OPTION', `${place}: a Scanner, not ${kindOf(value)}`);
};

/**
 * Finds credentials with rules, allowlists and limits of one's own. Made once, used for many scans.
 *
 * ```js
 * const scanner = new Scanner({ minConfidence: 80, decode: true });
 * for (const finding of scanner.scan(text)) console.log(finding.rule, finding.line);
 * ```
 */
export class Scanner {
  readonly #native: binding.Scanner;
  #rules: readonly Rule[] | undefined;

  /**
   * @throws {@link RuleError} if a rule is not one, {@link KeysieveError} with the code
   * `KEYSIEVE_OPTION` if an option is not one.
   */
  constructor(options?: ScannerOptions) {
    if (options !== undefined) scannerOptions(options, '');
    this.#native = native(() => new binding.Scanner(options && nativeOptions(options)));
    // No property that is shown or compared.
    Object.defineProperty(this, NATIVE, { value: this.#native });
  }

  /**
   * The credentials in a string or a `Uint8Array` (a `Buffer` is one), in the order of their places.
   *
   * @throws {@link KeysieveError} with the code `KEYSIEVE_INPUT` if the data is neither, and with
   * `KEYSIEVE_OPTION`, as all that takes options, if one of them is none.
   */
  scan(data: Data, options?: ScanOptions): Findings {
    if (options !== undefined) scanOptions(options, '');
    const { bytes, isUtf16 } = bytesOf(data);
    return findings(native(() => this.#native.scan(bytes, isUtf16, options?.path)));
  }

  /**
   * The same in the thread pool, so that the event loop goes on. The data is copied first, so it may
   * be changed meanwhile.
   */
  async scanAsync(data: Data, options?: ScanAsyncOptions): Promise<Findings> {
    if (options !== undefined) scanAsyncOptions(options, '');
    const { bytes, isUtf16 } = bytesOf(data);
    const signal = options?.signal;
    signal?.throwIfAborted();
    const cancellation = new binding.Cancellation();
    const scan = native(() => this.#native.scanAsync(bytes, isUtf16, options?.path, cancellation));
    const scanned = await (signal ? untilAborted(scan, signal, cancellation) : scan);
    return findings(scanned as NonNullable<typeof scanned>);
  }

  /**
   * The data without its credentials, encoded ones neither unless `decode` is `false`: a string for
   * a string, a `Buffer` for an array. Where there are none, the data itself.
   *
   * @throws {@link IncompleteError} if not everything could be looked at.
   */
  redact(data: string, options?: RedactOptions): string;
  redact(data: Buffer, options?: RedactOptions): Buffer;
  redact(data: Uint8Array, options?: RedactOptions): Uint8Array;
  redact(data: Data, options?: RedactOptions): Data;
  redact(data: Data, options?: RedactOptions): Data {
    if (options !== undefined) redactOptions(options, '');
    const { bytes, isUtf16 } = bytesOf(data);
    const how = options?.with ?? 'label';
    const limits = decodeLimits(options?.decode ?? true);
    const redacted = native(() => this.#native.redact(bytes, isUtf16, how, limits));
    if (redacted == null) return data;
    return typeof data === 'string' ? redacted.toString() : redacted;
  }

  /** What is known of the rules. */
  get rules(): readonly Rule[] {
    return (this.#rules ??= this.#native.rules as readonly Rule[]);
  }

  /** What became of each rule in the format of Gitleaks, for people; empty if there were none. */
  get importReport(): string {
    return this.#native.importReport;
  }
}

let shared: Scanner | undefined;

/** The scanner with the built-in rules. */
export function builtin(): Scanner {
  return (shared ??= new Scanner());
}

/**
 * The credentials in a string or a `Uint8Array`, with the built-in rules.
 *
 * ```js
 * const text = 'redis://app:kX93mLq0ZtWv@cache.internal:6379/0';
 * for (const finding of scan(text)) {
 *   console.log(finding.rule, text.slice(finding.start, finding.end).length);
 * }
 * ```
 */
export function scan(data: Data, options?: ScanOptions): Findings {
  return builtin().scan(data, options);
}

/** The same in the thread pool: see {@link Scanner.scanAsync}. */
export function scanAsync(data: Data, options?: ScanAsyncOptions): Promise<Findings> {
  return builtin().scanAsync(data, options);
}

/**
 * The data without its credentials: see {@link Scanner.redact}.
 *
 * ```js
 * redact('redis://app:kX93mLq0ZtWv@cache:6379/0');
 * // 'redis://app:[REDACTED:redis-url-password]@cache:6379/0'
 * ```
 */
export function redact(data: string, options?: RedactOptions): string;
export function redact(data: Buffer, options?: RedactOptions): Buffer;
export function redact(data: Uint8Array, options?: RedactOptions): Uint8Array;
export function redact(data: Data, options?: RedactOptions): Data;
export function redact(data: Data, options?: RedactOptions): Data {
  return builtin().redact(data, options);
}

/** What is known of the built-in rules. */
export function rules(): readonly Rule[] {
  return builtin().rules;
}

/** What is beside the findings is no element, so that comparisons and `JSON` see an array. */
export function findings(scanned: binding.Scanned): Findings {
  const { findings, suppressed, limit, limitAt } = scanned;
  const incomplete = limit == null ? undefined : { limit, at: limitAt ?? 0 };
  return Object.defineProperties(findings as unknown as Finding[], {
    suppressed: { value: suppressed },
    incomplete: { value: incomplete },
  }) as Findings;
}

function untilAborted<T>(
  scan: Promise<T>,
  signal: AbortSignal,
  cancellation: binding.Cancellation,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      cancellation.cancel();
      reject(signal.reason);
    };
    signal.addEventListener('abort', abort, { once: true });
    scan.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

function nativeOptions(options: ScannerOptions): binding.Options {
  const { rules, gitleaks, decode, ...rest } = options;
  return {
    ...(rest as binding.Options),
    rules: ruleFiles(rules, 'rules.toml'),
    gitleaks: ruleFiles(gitleaks, '.gitleaks.toml'),
    decode: decodeLimits(decode ?? false),
  };
}

function ruleFiles(given: ScannerOptions['rules'], name: string): RuleFile[] | undefined {
  if (given === undefined) return undefined;
  if (typeof given === 'string') return [{ name, text: given }];
  return Array.isArray(given) ? [...given] : [given as RuleFile];
}

/** The native form of the option. */
export function decodeLimits(decode: boolean | DecodeLimits): binding.Decode | undefined {
  if (decode === false) return undefined;
  return decode === true ? {} : decode;
}
