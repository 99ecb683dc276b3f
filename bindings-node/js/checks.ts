import { types } from 'node:util';
import { KeysieveError } from './errors.js';
import type { Allow, DecodeLimits, KnownSecret, Limits, RedactOptions, RuleFile, ScannerOptions } from './types.js';

/** Refuses a value that is not what it has to be; the place is that of the option, `limits.input`. */
export type Check = (value: unknown, place: string) => void;

/** Throws what is wrong with an option. Of a text only that it is one is said: it may be a secret. */
function refuse(place: string, wanted: string, value: unknown): never {
  throw new KeysieveError('KEYSIEVE_OPTION', `${place}: ${wanted}, not ${kindOf(value)}`);
}

/** What a value is, without a text's letters. */
export function kindOf(value: unknown): string {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return 'an array';
  if (value === undefined) return 'nothing';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

const when =
  (wanted: string, holds: (value: unknown) => boolean): Check =>
  (value, place) => {
    if (!holds(value)) refuse(place, wanted, value);
  };

export const flag = when('true or false', (value) => typeof value === 'boolean');
export const text = when('a text', (value) => typeof value === 'string');

/** A whole number. */
export const whole = (least: number, most: number): Check =>
  when(`a whole number from ${least} to ${most}`, (value) => Number.isInteger(value) && least <= Number(value) && Number(value) <= most);

/** How many there may be; `Infinity` is no limit. */
export const limit = when(
  'a whole number that is not negative',
  (value) => typeof value === 'number' && value >= 0 && (Number.isInteger(value) || value === Infinity),
);

/** One of some words. */
export const oneOf =
  (...words: readonly string[]): Check =>
  (value, place) => {
    if (words.includes(value as string)) return;
    const given = typeof value === 'string' ? `\`${value}\`` : kindOf(value);
    throw new KeysieveError('KEYSIEVE_OPTION', `${place}: ${given} is none of: ${words.join(', ')}`);
  };

export const listOf =
  (check: Check): Check =>
  (value, place) => {
    if (!Array.isArray(value)) refuse(place, 'an array', value);
    value.forEach((element, at) => check(element, `${place}[${at}]`));
  };

/** Text, or an expression. */
export const pattern = when('a text or a RegExp', (value) => typeof value === 'string' || types.isRegExp(value));

/** Something with properties. */
export const object = when('an object', (value) => typeof value === 'object' && value !== null && !Array.isArray(value));

/** The one check for a value of a type, the other for all others. */
export const either =
  (type: 'boolean' | 'string', first: Check, second: Check): Check =>
  (value, place) =>
    (typeof value === type ? first : second)(value, place);

/** Options, none of which may have another name, and some of which have to be there. `undefined` is not. */
export const options =
  <T>(checks: { readonly [Name in keyof Required<T>]: Check }, ...needed: readonly (keyof T & string)[]): Check =>
  (value, place) => {
    object(value, place || 'options');
    for (const name of needed) checks[name](Reflect.get(value as object, name), place ? `${place}.${name}` : name);
    for (const [name, given] of Object.entries(value as object)) {
      if (!Object.hasOwn(checks, name)) {
        const known = Object.keys(checks).join(', ');
        throw new KeysieveError('KEYSIEVE_OPTION', `${place || 'options'}: \`${name}\` is none of: ${known}`);
      }
      if (given !== undefined) checks[name as keyof T](given, place ? `${place}.${name}` : name);
    }
  };

const decode = either(
  'boolean',
  flag,
  options<DecodeLimits>({ depth: whole(0, 8), piece: limit, total: limit, findings: whole(0, 0xffff_ffff) }),
);
const texts = listOf(text);
const ruleFile = options<RuleFile>({ name: text, text }, 'name', 'text');
const ruleFiles: Check = (value, place) =>
  either('string', text, Array.isArray(value) ? listOf(ruleFile) : ruleFile)(value, place);

export const scannerOptions = options<ScannerOptions>({
  ...{ rules: ruleFiles, gitleaks: ruleFiles, only: texts, disable: texts, indicators: flag },
  minConfidence: whole(0, 100),
  allow: listOf(
    options<Allow>({
      ...{ reason: text, any: flag, rules: texts, paths: texts, words: texts },
      ...{ secrets: texts, matches: texts, lines: texts, fingerprints: texts },
    }),
  ),
  markers: oneOf('none', 'own', 'all'),
  allowKnown: flag,
  known: listOf(options<KnownSecret>({ label: text, secret: text }, 'label', 'secret')),
  limits: options<Limits>({ input: limit, findings: limit, steps: limit }),
  ...{ decode, fingerprintKey: text },
});

export const redactChecks: { readonly [Name in keyof Required<RedactOptions>]: Check } = {
  with: oneOf('mask', 'label', 'last4', 'fingerprint', 'twin'),
  decode,
};
