import type { Rule, Validity } from '../types.js';
import type { Target } from './options.js';

/** A credential in what a build emits, and where it comes from. */
export interface Leak {
  /** Whether it fails the build. */
  readonly mode: 'error' | 'warn';
  readonly target: Target;
  readonly rule: Rule;
  readonly confidence: number;
  readonly validity: Validity;
  readonly facts: Readonly<Record<string, string>>;
  readonly reasons: readonly string[];
  readonly fingerprint: string;
  /** The first characters of a long one, and its length. */
  readonly masked: string;
  /** Where it stands in what is emitted. */
  readonly outputs: readonly Place[];
  /** Where it stands in the original files, or is put in by name. */
  readonly origin: Place | undefined;
  /** Original files, from the entry to that of the origin. */
  readonly chain: readonly string[];
  /** The variables whose value it is. */
  readonly variables: readonly NamedVariable[];
  /** The original around the place, without secrets. */
  readonly frame: string | undefined;
}

/** A place in a file, lines and columns from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A variable, by its name. */
export interface NamedVariable {
  readonly kind: string;
  readonly name: string;
  /** The file and line that set it, if that is known. */
  readonly setIn: string | undefined;
}

/** A variable whose value is a secret and whose name says that it is shipped. */
export interface Exposed {
  readonly name: string;
  /** The file and line that set it, if that is known. */
  readonly setIn: string | undefined;
  readonly rule: Rule;
}

/** What came of checking outputs. */
export interface Report {
  readonly leaks: readonly Leak[];
  readonly exposed: readonly Exposed[];
  /** Outputs that could not be looked at wholly. */
  readonly incomplete: readonly { readonly file: string; readonly limit: string }[];
  /** Known ones, by the baseline. */
  readonly accepted: number;
  /** The baseline's file, if they were written to it now. */
  readonly written: string | undefined;
}

/** A place as compilers write it. */
export function at({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}
