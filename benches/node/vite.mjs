// The share of a Vite build that the plugin takes: of the React application of the binding's tests, and
// of an application of hundreds of modules. Beside it what reading takes: for each output Rolldown makes
// a string for whoever asks for it, and nobody else does. What the plugin does while the bundler works by
// itself (looking at the environment and at what is copied) is in the CPU time, not in the time that the
// build is longer.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { table, require } from './corpus.mjs';

const { keysieve } = await import('../../bindings-node/esm/vite.js');
const { build } = await import(require.resolve('vite'));
const { default: react } = await import(require.resolve('@vitejs/plugin-react'));
const home = path.dirname(require.resolve('./package.json'));
fs.mkdirSync(path.join(home, '.build'), { recursive: true });

/** What the large application imports: of many modules, and of much code. */
const PACKAGES = ['es-toolkit/compat', 'lodash', 'highlight.js', 'react-dom/client', 'terser', 'typescript', 'rxjs'].filter(isThere);

function isThere(name) {
  try {
    return Boolean(require.resolve(name));
  } catch {
    return false;
  }
}

/** A folder with an application in it, beside the packages that it needs. */
function application(fill) {
  const root = fs.mkdtempSync(path.join(home, '.build/bench-'));
  fill(root);
  return root;
}

const applications = {
  'a React application': {
    rounds: 15,
    root: application((root) => fs.cpSync(path.join(home, 'test/apps/react'), root, { recursive: true })),
  },
  'one of many modules': {
    rounds: 5,
    root: application((root) => {
      const imports = PACKAGES.map((name, at) => `import * as p${at} from '${name}'; console.log(p${at});`);
      fs.writeFileSync(path.join(root, 'main.js'), imports.join('\n'));
      fs.writeFileSync(path.join(root, 'index.html'), '<script type="module" src="/main.js"></script>');
    }),
  },
};

let spent = 0;
/** Counts the time in a plugin's hooks: the bundler waits for those. */
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

let modules = 0;
const counter = { name: 'counter', buildEnd() { modules = [...this.getModuleIds()].length; } };
/** Asks for everything that is emitted, and does nothing with it. */
const reader = () => ({
  name: 'reader',
  enforce: 'post',
  generateBundle: {
    order: 'post',
    handler: (_, bundle) => void Object.values(bundle).map((output) => (output.type === 'asset' ? output.source : output.code)),
  },
});

async function once(root, sourcemap, plugin) {
  spent = 0;
  const cpu = process.cpuUsage();
  const start = performance.now();
  const plugins = [react(), counter, timed(plugin())];
  await build({
    root,
    configFile: false,
    logLevel: 'silent',
    plugins,
    build: { sourcemap, emptyOutDir: true, reportCompressedSize: false },
  });
  const total = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return { total, spent, cpu: (user + system) / 1000 };
}

const median = (runs, key) => runs.map((run) => run[key]).sort((a, b) => a - b)[runs.length >> 1];

/** How much is emitted, in megabytes. */
function emitted(root) {
  const files = fs.readdirSync(path.join(root, 'dist'), { recursive: true, withFileTypes: true });
  const sizes = files.filter((file) => file.isFile()).map((file) => fs.statSync(path.join(file.parentPath ?? file.path, file.name)).size);
  return (sizes.reduce((all, size) => all + size, 0) / 1e6).toFixed(1);
}

const rows = [['Vite builds', 'source maps', 'modules', 'MB', 'build ms', 'reading ms', 'plugin ms', 'share', 'beyond reading', 'CPU ms without', 'with']];
for (const [name, { root, rounds }] of Object.entries(applications)) {
  for (const sourcemap of [false, true]) {
    await once(root, sourcemap, keysieve);
    // In turns, so that both meet the same neighbours.
    const [read, checked] = [[], []];
    for (let round = 0; round < rounds; round++) {
      read.push(await once(root, sourcemap, reader));
      checked.push(await once(root, sourcemap, keysieve));
    }
    const [total, spent, reading] = [median(checked, 'total'), median(checked, 'spent'), median(read, 'spent')];
    const share = (ms) => `${((ms / total) * 100).toFixed(2)} %`;
    rows.push([
      ...[name, sourcemap ? 'yes' : 'no', modules, emitted(root), total.toFixed(0)],
      ...[reading.toFixed(2), spent.toFixed(2), share(spent), share(spent - reading)],
      ...[median(read, 'cpu').toFixed(0), median(checked, 'cpu').toFixed(0)],
    ]);
  }
  fs.rmSync(root, { recursive: true });
}
table(rows);
console.log(`(${os.cpus().length} processors, Node.js ${process.versions.node})`);
