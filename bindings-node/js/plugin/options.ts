import { either, flag, listOf, object, oneOf, options as named, pattern, scannerOptions, text } from '../checks.js';
import type { ScannerOptions } from '../types.js';

/** What a finding does: fail the build, be printed, or nothing. */
export type Mode = 'error' | 'warn' | 'off';

/** Whom an output is for: everybody who opens the page, or one's own machines. */
export type Target = 'client' | 'server';

/** Options of all bundlers' plugins. */
export interface Options {
  /** What a secret does in an output that is shipped to browsers: `error` by default. */
  readonly client?: Mode;
  /** What a secret does in an output for a server: `warn` by default. */
  readonly server?: Mode;
  /**
   * Whom the outputs are for, where the bundler's own configuration does not say: `client` by
   * default. Of several compilers of webpack or Rspack those named `server` or `…-server` are for
   * a server.
   */
  readonly target?: Target;
  /**
   * What a value does that is public or secret depending on how it was set up (a Firebase key that
   * may open paid interfaces): `warn` by default. It says on what it depends.
   */
  readonly conditional?: Mode;
  /** Rules, selection, allowlist, limits: as for `Scanner`. */
  readonly scanner?: ScannerOptions;
  /**
   * The build's environment: its secret values are searched for, encoded ones too. By default that
   * of the process, and what the bundler itself reads (Vite: the `.env` files). `false` leaves it
   * out.
   */
  readonly env?: Readonly<Record<string, string | undefined>> | false;
  /** Further prefixes of variables that are made to be shipped, beside `VITE_`, `NEXT_PUBLIC_`, … */
  readonly publicPrefixes?: readonly string[];
  /** Names of outputs to leave out: text that stands in them, or expressions. */
  readonly exclude?: readonly (string | RegExp)[];
  /** A file of findings that are known and accepted; it need not exist yet. */
  readonly baseline?: string;
  /**
   * Write all that is found to the baseline instead of reporting it. The environment variable
   * `KEYSIEVE_UPDATE_BASELINE` does the same, unless it is empty, `0`, `false` or `no`.
   */
  readonly updateBaseline?: boolean;
  /**
   * Scan no content again that was scanned before: in watch mode always, and between builds if this
   * is a file (or `true`, for one below `node_modules/.cache`). Several builds may share a file.
   */
  readonly cache?: boolean | string;
  /** Write a report to this file: one page of HTML that needs nothing else. */
  readonly report?: string;
}

/** Options with all defaults filled in. */
export interface Settings extends Options {
  readonly client: Mode;
  readonly server: Mode;
  readonly conditional: Mode;
  readonly publicPrefixes: readonly string[];
  readonly exclude: readonly (string | RegExp)[];
}

/** What the usual tools put into what is shipped, by the name alone. */
const PUBLIC_PREFIXES = [
  'VITE_',
  'NEXT_PUBLIC_',
  'REACT_APP_',
  'PUBLIC_',
  'NUXT_PUBLIC_',
  'EXPO_PUBLIC_',
  'GATSBY_',
  'VUE_APP_',
  'STORYBOOK_',
];

const mode = oneOf('error', 'warn', 'off');

const check = named<Options>({
  ...{ client: mode, server: mode, conditional: mode, target: oneOf('client', 'server') },
  ...{ scanner: scannerOptions, publicPrefixes: listOf(text), exclude: listOf(pattern) },
  env: (value, place) => {
    if (value !== false) object(value, place);
  },
  ...{ baseline: text, updateBaseline: flag, report: text },
  cache: either('boolean', flag, text),
});

/** Whether an environment variable says yes. */
function saysYes(value: string | undefined): boolean {
  return !['', '0', 'false', 'no'].includes((value ?? '').trim().toLowerCase());
}

/**
 * The options with defaults.
 *
 * @throws {@link KeysieveError} with the code `KEYSIEVE_OPTION` if one is none.
 */
export function settings(options: Options = {}): Settings {
  check(options, '');
  return {
    ...options,
    client: options.client ?? 'error',
    server: options.server ?? 'warn',
    conditional: options.conditional ?? 'warn',
    publicPrefixes: [...PUBLIC_PREFIXES, ...(options.publicPrefixes ?? [])],
    exclude: options.exclude ?? [],
    updateBaseline: options.updateBaseline ?? saysYes(process.env['KEYSIEVE_UPDATE_BASELINE']),
  };
}
