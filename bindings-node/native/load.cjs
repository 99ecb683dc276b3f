'use strict';
// Loads the native half, and says what to do where there is none for this platform.

try {
  module.exports = require('./index.cjs');
} catch (cause) {
  const { napi } = require('../package.json');
  const libc =
    process.platform === 'linux' && !process.report?.getReport().header.glibcVersionRuntime ? '-musl' : '';
  const platform = `${process.platform}-${process.arch}${libc}`;
  const error = new Error(
    `keysieve has no native module for ${platform} (Node.js ${process.versions.node}).\n` +
      `Prebuilt are: ${napi.targets.join(', ')}.\n` +
      'If yours is among them, the package of its module was not installed: optional dependencies ' +
      'may be switched off (npm: --omit=optional), or the lock file was made on another platform ' +
      `(remove node_modules and install again).\n` +
      'If not, build it in the folder of the sources: npm run build:native.',
    { cause },
  );
  error.name = 'KeysieveError';
  error.code = 'KEYSIEVE_NO_BINARY';
  throw error;
}
