// The share of a Vite build that the plugin takes: the time in its hooks, of builds of the React
// application of the binding's tests.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { table, require } from './corpus.mjs';

const ROUNDS = 15;
const { keysieve } = await import('../../bindings-node/esm/vite.js');
const { build } = await import(require.resolve('vite'));
const { default: react } = await import(require.resolve('@vitejs/plugin-react'));
const home = path.dirname(require.resolve('./package.json'));
fs.mkdirSync(path.join(home, '.build'), { recursive: true });
const root = fs.mkdtempSync(path.join(home, '.build/bench-'));
fs.cpSync(path.join(home, 'test/apps/react'), root, { recursive: true });

let spent = 0;
/** Counts the time in a plugin's hooks. */
function timed(plugin) {
  const wrap = (hook) =>
    function (...args) {
      const start = performance.now();
      const done = () => (spent += performance.now() - start);
      const result = hook.apply(this, args);
      if (!(result instanceof Promise)) return done(), result;
      return result.finally(done);
    };
  const hooks = Object.entries(plugin).map(([name, hook]) => {
    if (typeof hook === 'function' && name !== 'config') return [name, wrap(hook)];
    if (typeof hook?.handler === 'function') return [name, { ...hook, handler: wrap(hook.handler) }];
    return [name, hook];
  });
  return Object.fromEntries(hooks);
}

async function once(sourcemap) {
  spent = 0;
  const start = performance.now();
  const plugins = [react(), timed(keysieve())];
  await build({ root, configFile: false, logLevel: 'silent', plugins, build: { sourcemap, emptyOutDir: true } });
  return { total: performance.now() - start, spent };
}

const rows = [['Vite builds a React application', 'build ms', 'plugin ms', 'share']];
for (const sourcemap of [false, true]) {
  const runs = [];
  await once(sourcemap);
  for (let round = 0; round < ROUNDS; round++) runs.push(await once(sourcemap));
  // The median of the shares: both times of a build meet the same neighbours.
  runs.sort((a, b) => a.spent / a.total - b.spent / b.total);
  const { total, spent } = runs[ROUNDS >> 1];
  rows.push([sourcemap ? 'with source maps' : 'without', total.toFixed(0), spent.toFixed(2), `${((spent / total) * 100).toFixed(2)} %`]);
}
fs.rmSync(root, { recursive: true });
table(rows);
console.log(`(${os.cpus().length} processors, Node.js ${process.versions.node})`);
