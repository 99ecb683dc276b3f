import type { Options } from './plugin/options.js';
import { KeysievePlugin } from './plugin/webpack-like.js';

export type { Mode, Options, Target } from './plugin/options.js';
export { KeysievePlugin };

/**
 * Checks everything that webpack emits, and fails the build if there is a secret in it.
 *
 * ```js
 * // webpack.config.js
 * import { keysieve } from 'keysieve/webpack';
 * export default { plugins: [keysieve()] };
 * ```
 */
export function keysieve(options?: Options): KeysievePlugin {
  return new KeysievePlugin(options);
}

export default keysieve;
