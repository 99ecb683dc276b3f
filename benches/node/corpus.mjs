// A minified bundle of 10 MB, of packages that the binding's tests install.
import path from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const binding = fileURLToPath(new URL('../../bindings-node/', import.meta.url));
/** Loads what the binding's tests install. */
export const require = createRequire(path.join(binding, 'package.json'));

const SIZE = 10_000_000;
/** Real code of many authors: bundlers, a type checker's front end, a framework. */
const PACKAGES = ['webpack', 'rollup/dist/es/shared/node-entry.js', 'vite', 'react-dom/client', 'playwright-core', 'html-webpack-plugin'];

/** The bundle's text, all of it ASCII. */
export async function bundle() {
  const { build } = require('esbuild');
  const result = await build({
    stdin: {
      contents: PACKAGES.map((name, at) => `import * as p${at} from '${name}'; console.log(p${at});`).join('\n'),
      resolveDir: binding,
    },
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    charset: 'ascii',
    write: false,
    logLevel: 'silent',
    external: ['sharp', '@napi-rs/image', 'svgo', '@vitejs/devtools/*', 'fsevents', 'lightningcss', '@swc/core', 'uglify-js', '*.node', 'chromium-bidi/*', 'rolldown', 'rolldown/*'],
    loader: { '.node': 'empty', '.css': 'empty' },
  });
  const text = result.outputFiles[0].text.replace(/[^\x00-\x7f]/g, '?');
  return text.repeat(Math.ceil(SIZE / text.length)).slice(0, SIZE);
}

/** The shortest of several times that something takes, in milliseconds. */
export function best(run, times = 15) {
  let shortest = Infinity;
  for (let at = 0; at < times; at++) {
    const start = process.hrtime.bigint();
    run();
    shortest = Math.min(shortest, Number(process.hrtime.bigint() - start) / 1e6);
  }
  return shortest;
}

/** Prints rows under one another. */
export function table(rows) {
  const widths = rows[0].map((_, at) => Math.max(...rows.map((row) => String(row[at]).length)));
  for (const row of rows) {
    console.log(row.map((cell, at) => (at === 0 ? String(cell).padEnd(widths[at]) : String(cell).padStart(widths[at]))).join('  '));
  }
}
