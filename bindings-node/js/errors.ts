/** What an error's `code` may be. */
export type ErrorCode =
  | 'KEYSIEVE_INPUT'
  | 'KEYSIEVE_OPTION'
  | 'KEYSIEVE_RULE'
  | 'KEYSIEVE_BASELINE'
  | 'KEYSIEVE_INCOMPLETE'
  | 'KEYSIEVE_INTERNAL';

/** What class of errors one is: the package is there twice, for `import` and for `require`. */
const CLASS = Symbol.for('keysieve.error');

/** Every error of this package. None of them ever holds a secret. */
export class KeysieveError extends Error {
  /** An error of the other copy is one, too. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    const name: unknown = Object.hasOwn(this.prototype, CLASS) && Reflect.get(this.prototype, CLASS);
    for (let at = value; typeof at === 'object' && at !== null; at = Object.getPrototypeOf(at)) {
      if (at === this.prototype) return true;
      if (name !== false && Object.hasOwn(at, CLASS) && Reflect.get(at, CLASS) === name) return true;
    }
    return false;
  }

  static {
    Object.defineProperty(this.prototype, CLASS, { value: 'KeysieveError' });
  }

  override name = 'KeysieveError';
  /** Which error it is, for programs. */
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** A rule that was refused: where it stands and why. */
export class RuleError extends KeysieveError {
  static {
    Object.defineProperty(this.prototype, CLASS, { value: 'RuleError' });
  }

  override name = 'RuleError';
  declare readonly code: 'KEYSIEVE_RULE';

  constructor(
    message: string,
    /** The name of the file, as it was given. */
    readonly file: string,
    /** The line in it, from 1. */
    readonly line: number,
    /** The rule's id, or its number where it has none; empty if the file itself is wrong. */
    readonly rule: string,
    /** The field; empty if no single one is wrong. */
    readonly field: string,
    options?: ErrorOptions,
  ) {
    super('KEYSIEVE_RULE', message, options);
  }
}

/** Not everything could be looked at, so nothing is given back: it may hold credentials. */
export class IncompleteError extends KeysieveError {
  static {
    Object.defineProperty(this.prototype, CLASS, { value: 'IncompleteError' });
  }

  override name = 'IncompleteError';
  declare readonly code: 'KEYSIEVE_INCOMPLETE';

  constructor(
    message: string,
    /** The limit that was reached, in words. */
    readonly limit: string,
    /** Where, in units of the data. */
    readonly at: number,
    options?: ErrorOptions,
  ) {
    super('KEYSIEVE_INCOMPLETE', message, options);
  }
}

/** Calls the native half, and gives its errors their classes. */
export function native<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw classified(error);
  }
}

interface NativeError extends Error {
  code: string;
  file: string;
  line: number;
  rule: string;
  field: string;
  limit: string;
  at: number;
}

function classified(thrown: unknown): unknown {
  if (!(thrown instanceof Error) || thrown instanceof KeysieveError || !('code' in thrown)) return thrown;
  const error = thrown as NativeError;
  const options = { cause: error };
  switch (error.code) {
    case 'KEYSIEVE_RULE':
      return new RuleError(error.message, error.file, error.line, error.rule, error.field, options);
    case 'KEYSIEVE_INCOMPLETE':
      return new IncompleteError(
        `not everything could be looked at: ${error.limit}, from ${error.at} on`,
        error.limit,
        error.at,
        options,
      );
    case 'KEYSIEVE_OPTION':
    case 'KEYSIEVE_BASELINE':
    case 'KEYSIEVE_INTERNAL':
      return new KeysieveError(error.code, error.message, options);
    default:
      // What the conversion of arguments itself refuses.
      return new KeysieveError('KEYSIEVE_OPTION', error.message, options);
  }
}
