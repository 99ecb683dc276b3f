// webpack reads no TypeScript by itself.
const { transform } = require('esbuild');

module.exports = function (code) {
  const done = this.async();
  transform(code, { loader: 'ts', sourcemap: true, sourcefile: this.resourcePath }).then(
    ({ code, map }) => done(null, code, map),
    done,
  );
};
