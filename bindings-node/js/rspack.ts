import type { Options } from './plugin/options.js';
import { KeysievePlugin } from './plugin/webpack-like.js';

export type { Mode, Options, Target } from './plugin/options.js';
export { KeysievePlugin };

/**
 * Checks everything that Rspack emits, and fails the build if there is a secret in it.
 *
 * ```js
 * // rspack.config.js
 * import { keysieve } from 'keysieve/rspack';
 * export default { plugins: [keysieve()] };
 * ```
 */
export function keysieve(options?: Options): KeysievePlugin {
  return new KeysievePlugin(options);
}

export default keysieve;
