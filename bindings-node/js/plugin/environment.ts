import binding from '../../native/load.cjs';
import { type Bytes, bytesOf } from '../data.js';
import { native } from '../errors.js';
import { builtin, type Scanner } from '../scanner.js';
import type { Data } from '../types.js';

/** Something that a build may put into its outputs by name. */
export interface Variable {
  readonly kind: 'environment variable' | 'define key';
  readonly name: string;
  readonly value: string;
}

/** A secret among the variables. */
export interface KnownSecret {
  readonly variable: Variable;
  /** The rule that says so, of the name and the value together. */
  readonly rule: string;
  /** The secret: the value, or the part of it that is one. */
  readonly secret: string;
  /** That of the rule and the secret. */
  readonly fingerprint: string;
  /** Its name says that it is shipped. */
  readonly isExposed: boolean;
}

/** A known secret in an output. */
export interface KnownPlace {
  /** Its number among the secrets. */
  readonly value: number;
  /** How it is written there: `verbatim`, `json`, `base64`, … */
  readonly form: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly column: number;
}

/** Shorter values stand everywhere. */
const SHORTEST = 8;

/**
 * The variables that a build may put into its outputs. Which of their values are secrets the scanner
 * says, by the name and the value together.
 */
export class Environment {
  readonly secrets: readonly KnownSecret[];
  readonly #variables: readonly Variable[];
  /** The native half, if there are secrets. */
  readonly known: binding.KnownValues | undefined;

  constructor(
    variables: readonly Variable[],
    publicPrefixes: readonly string[],
    scanner: Scanner = builtin(),
  ) {
    const different = new Map(variables.map((variable) => [JSON.stringify(variable), variable]));
    this.#variables = [...different.values()].filter(({ value }) => value.length >= SHORTEST);
    this.secrets = secretsOf(this.#variables, publicPrefixes, scanner);
    if (this.secrets.length > 0) {
      this.known = new binding.KnownValues(this.secrets.map(({ secret }) => secret));
    }
  }

  /** Where the secrets stand in an output, in whatever form. */
  find(data: Data): readonly KnownPlace[] {
    return this.known ? this.findIn(bytesOf(data)) : [];
  }

  findIn({ bytes, isUtf16 }: Bytes): readonly KnownPlace[] {
    return native(() => this.known?.find(bytes, isUtf16)) ?? [];
  }

  /** A text of the same length without the secrets. */
  veil(text: string): string {
    let veiled = '';
    let from = 0;
    for (const { start, end } of this.find(text)) {
      veiled += text.slice(from, start) + text.slice(start, end).replace(/[^\r\n]/g, '*');
      from = end;
    }
    return veiled + text.slice(from);
  }

  /** The variables that a value comes from. */
  namesOf(value: string): Variable[] {
    if (value.length < SHORTEST) return [];
    return this.#variables.filter(
      (variable) => variable.value.includes(value) || value.includes(variable.value),
    );
  }
}

function secretsOf(
  variables: readonly Variable[],
  publicPrefixes: readonly string[],
  scanner: Scanner,
): KnownSecret[] {
  // One text of all, one scan.
  const starts: number[] = [];
  let text = '';
  for (const { name, value } of variables) {
    text += `${name}=`;
    starts.push(text.length);
    text += `${value}\n`;
  }
  const secrets = new Map<string, KnownSecret>();
  let at = 0;
  for (const finding of scanner.scan(text)) {
    while (at + 1 < starts.length && (starts[at + 1] as number) <= finding.start) at++;
    const variable = variables[at];
    const found = text.slice(finding.start, finding.end);
    if (finding.class !== 'secret' || !variable?.value.includes(found)) continue;
    // A password in a URL is a part; what begins where the value does is all of it, even if a rule
    // takes a quote in it for its end.
    const secret = finding.start === starts[at] ? variable.value : found;
    if (secret.length < SHORTEST) continue;
    const isExposed =
      variable.kind === 'environment variable' &&
      publicPrefixes.some((prefix) => variable.name.startsWith(prefix));
    // Of several names for a value the one that explains why it is shipped says most.
    if (!secrets.has(secret) || isExposed) {
      const { rule, fingerprint } = finding;
      secrets.set(secret, { variable, rule, secret, fingerprint, isExposed });
    }
  }
  return [...secrets.values()];
}

/** The variables of an environment. */
export function environmentVariables(env: Readonly<Record<string, string | undefined>>): Variable[] {
  return Object.entries(env).flatMap(([name, value]) =>
    value ? [{ kind: 'environment variable', name, value } as const] : [],
  );
}

/** The variables of a bundler's `define`: text of code, of which strings are of interest. */
export function defineVariables(define: Readonly<Record<string, unknown>> = {}): Variable[] {
  const named = (value: unknown, name: string): [name: string, value: string][] =>
    typeof value === 'string' ? strings(parsed(value), name) : inside(value, name, named);
  const all = Object.entries(define).flatMap(([name, value]) => named(value, name));
  return all.map(([name, value]) => ({ kind: 'define key', name, value }));
}

/** The strings in a value, each by its own name. */
function strings(value: unknown, name: string): [name: string, value: string][] {
  return typeof value === 'string' ? [[name, value]] : inside(value, name, strings);
}

/** What there is in an object, by its key, and in an array. */
function inside<T>(value: unknown, name: string, each: (value: unknown, name: string) => T[]): T[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((element) => each(element, name));
  return Object.entries(value).flatMap(([key, element]) => each(element, `${name}.${key}`));
}

/** The value of a piece of code that is JSON; any other as it stands. */
function parsed(code: string): unknown {
  try {
    return JSON.parse(code);
  } catch {
    return code;
  }
}
