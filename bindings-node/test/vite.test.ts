import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import react from '@vitejs/plugin-react';
import type { Options } from 'keysieve/vite';
import { build, type InlineConfig } from 'vite';
import { copyOf, placeIn, viteConfig } from './bundlers.js';
import { base62, githubToken, stripeKey } from './tokens.js';

interface Choice {
  readonly options?: Options;
  readonly sourcemap?: boolean | 'inline' | 'hidden';
  readonly config?: InlineConfig;
}

async function shop(root: string, { options, sourcemap = false, config }: Choice = {}) {
  const warnings: string[] = [];
  const base = viteConfig(root, { options }, warnings, { sourcemap });
  const plugins = [react(), ...(base.plugins ?? [])];
  try {
    await build({ ...base, ...config, plugins, build: { ...base.build, ...config?.build } });
    return { error: '', warnings };
  } catch (error) {
    return { error: (error as Error).message, warnings };
  }
}

describe('a React application with Vite', () => {
  for (const sourcemap of [true, false, 'inline', 'hidden'] as const) {
    it(`fails at a secret's place, source maps: ${sourcemap}`, async () => {
      const token = stripeKey();
      const root = copyOf('react', { TOKEN: token });
      const { error } = await shop(root, { sourcemap });
      assert.ok(error.includes(placeIn(root, 'src/config.ts', token)), error);
      assert.ok(error.includes('index.html → src/main.tsx → src/App.tsx → src/config.ts'), error);
      // Editors and terminals open what the bundler says of it.
      assert.ok(error.includes(path.join(root, 'src/config.ts')), error);
      assert.ok(!error.includes('esm/plugin'), error);
      assert.ok(error.startsWith('[plugin keysieve] ') || error.includes('keysieve: 1 credential'), error);
      assert.ok(!fs.existsSync(path.join(root, 'dist/assets')), 'something was written');
    });
  }

  it('builds silently with public keys alone', async () => {
    const root = copyOf('react', { TOKEN: stripeKey('pk') });
    const { error, warnings } = await shop(root, { sourcemap: true });
    assert.deepEqual([error, warnings], ['', []]);
    assert.ok(fs.existsSync(path.join(root, 'dist/index.html')));
  });

  it('looks into workers, and what they import', async () => {
    for (const sourcemap of [true, false]) {
      const token = githubToken();
      const root = copyOf('react', { WEIGHT: token });
      const { error } = await shop(root, { sourcemap });
      assert.ok(error.includes('worker-'), error);
      assert.ok(error.includes(placeIn(root, 'src/weight.ts', token)), error);
    }
  });

  it('names what workers are made of from the root on, wherever the process is', async () => {
    for (const sourcemap of [true, false, 'inline'] as const) {
      const tokens = [githubToken(), githubToken()];
      const root = path.join(copyOf('plain'), 'packages/app');
      fs.cpSync(copyOf('react', { WEIGHT: tokens[0] as string }), root, { recursive: true });
      const shared = path.join(root, '../lib/shared.ts');
      fs.mkdirSync(path.dirname(shared));
      fs.writeFileSync(shared, `export const shared = '${tokens[1]}';\n`);
      const worker = path.join(root, 'src/worker.ts');
      fs.appendFileSync(worker, "import { shared } from '../../lib/shared';\nconsole.log(shared);\n");
      const { error } = await shop(root, { sourcemap });
      for (const [file, token] of [['src/weight.ts', tokens[0]], ['../lib/shared.ts', tokens[1]]] as const) {
        assert.ok(error.includes(` at ${placeIn(root, file, token as string)}: `), error);
      }
      assert.equal(error.split('(github-personal-access-token)').length, 3, error);
    }
  });

  it('looks into styles, pages and what is copied', async () => {
    const token = githubToken();
    const style = copyOf('react', { STYLE: `https://api.example.org/?token=${token}` });
    const inStyle = (await shop(style)).error;
    assert.ok(inStyle.includes(placeIn(style, 'src/style.css', token)), inStyle);
    const copied = copyOf('react', { PUBLIC: token });
    const inCopy = (await shop(copied)).error;
    assert.ok(inCopy.includes(placeIn(copied, 'public/manifest.json', token)), inCopy);
    const page = copyOf('react');
    const file = path.join(page, 'index.html');
    fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('Shop', token));
    const inPage = (await shop(page)).error;
    assert.ok(inPage.includes(placeIn(page, 'index.html', token)), inPage);
  });

  it('looks into what links lead to, which is copied, too', async () => {
    for (const [target, link, place] of [
      ['../secret/env.txt', 'public/link.txt', 'public/link.txt:1:5'],
      ['../secret', 'public/folder', 'public/folder/env.txt:1:5'],
    ] as const) {
      const root = copyOf('react');
      fs.mkdirSync(path.join(root, 'secret'));
      fs.writeFileSync(path.join(root, 'secret/env.txt'), `t = ${githubToken()}\n`);
      fs.symlinkSync(target, path.join(root, link));
      const { error } = await shop(root);
      assert.ok(error.includes(place), error);
    }
  });

  it('leaves what would be copied alone where it is not, or not wanted', async () => {
    const root = copyOf('react', { PUBLIC: githubToken() });
    const choices: Choice[] = [
      { options: { exclude: ['manifest.json'] } },
      { options: { client: 'off' } },
      { config: { publicDir: false } },
      { config: { build: { copyPublicDir: false } } },
      { config: { build: { ssr: 'src/main.tsx' } }, options: { server: 'off' } },
    ];
    for (const choice of choices) {
      const { error, warnings } = await shop(root, choice);
      assert.deepEqual([error, warnings], ['', []], JSON.stringify(choice));
    }
  });

  it('looks into what is copied beside the outputs for a server', async () => {
    const token = githubToken();
    const root = copyOf('react', { PUBLIC: token });
    const config = { build: { ssr: 'src/main.tsx' } };
    const place = placeIn(root, 'public/manifest.json', token);
    const { error } = await shop(root, { config, options: { server: 'error' } });
    assert.ok(error.includes(place), error);
    const { warnings } = await shop(root, { config });
    assert.ok(warnings.some((warning) => warning.includes(place)), warnings.join());
  });

  it('finds in source maps what is in no chunk', async () => {
    const token = githubToken();
    const root = copyOf('react');
    const file = path.join(root, 'src/config.ts');
    fs.appendFileSync(file, `// revoked: "${token}"\n`);
    assert.equal((await shop(root)).error, '');
    for (const [sourcemap, output] of [[true, /\.js\.map:/], ['inline', /\.js:/]] as const) {
      const { error } = await shop(root, { sourcemap });
      assert.ok(error.includes(placeIn(root, 'src/config.ts', token)), error);
      assert.match(error, output);
    }
  });

  it('knows the values of .env files, and where they are put in', async () => {
    const token = githubToken();
    const root = copyOf('react', { TOKEN: "' + import.meta.env.VITE_DEPLOY_TOKEN + '" });
    fs.writeFileSync(path.join(root, '.env'), `VITE_DEPLOY_TOKEN=${token}\n`);
    const { error } = await shop(root);
    assert.ok(error.includes('value of the environment variable VITE_DEPLOY_TOKEN'), error);
    assert.match(error, /src\/config\.ts:2:/);
  });

  it('tells which file sets a variable', async () => {
    const [token, other] = [githubToken(), githubToken()];
    for (const [envDir, file] of [[undefined, '.env.production'], ['settings', 'settings/.env.production']] as const) {
      const root = copyOf('react', { TOKEN: "' + import.meta.env.VITE_DEPLOY_TOKEN + '" });
      const folder = path.dirname(path.join(root, file));
      fs.mkdirSync(folder, { recursive: true });
      // It is the value that counts: what is set elsewhere may be overridden.
      fs.writeFileSync(path.join(folder, '.env'), `VITE_DEPLOY_TOKEN=${other}\nVITE_STRIPE=${stripeKey()}\n`);
      fs.writeFileSync(path.join(root, file), `# for the shop\nexport VITE_DEPLOY_TOKEN="${token}"\n`);
      const { error, warnings } = await shop(root, { config: envDir === undefined ? {} : { envDir: path.join(root, envDir) } });
      assert.ok(error.includes(`value of the environment variable VITE_DEPLOY_TOKEN, set in ${file}:2\n`), error);
      const exposed = warnings.find((warning) => warning.includes('VITE_STRIPE')) ?? '';
      assert.ok(exposed.includes(`VITE_STRIPE (${path.join(path.dirname(file), '.env')}:2) is a secret`), exposed);
      for (const text of [error, ...warnings]) assert.ok(!text.includes(token) && !text.includes(other), 'a secret is shown');
    }
  });

  it('warns of secrets under a name that ships them, even unused', async () => {
    const root = copyOf('react');
    fs.writeFileSync(path.join(root, '.env'), `VITE_STRIPE=${stripeKey()}\nVITE_SHOWN=${stripeKey('pk')}\nSTRIPE=${stripeKey()}\n`);
    const { error, warnings } = await shop(root);
    assert.equal(error, '');
    assert.equal(warnings.length, 1, warnings.join('\n'));
    assert.match(warnings[0] as string, /environment variable VITE_STRIPE \(\.env:1\) is a secret by its value/);
  });

  it('tells outputs of a server from those for browsers', async () => {
    const token = githubToken();
    const root = copyOf('react', { TOKEN: token });
    const { error, warnings } = await shop(root, { config: { build: { ssr: 'src/main.tsx' } } });
    assert.equal(error, '');
    assert.ok(warnings.some((warning) => warning.includes('for a server')), warnings.join());
    const strict = await shop(root, { options: { server: 'error' }, config: { build: { ssr: 'src/main.tsx' } } });
    assert.ok(strict.error.includes('src/config.ts'), strict.error);
  });

  it('scans nothing twice, and remembers it between builds', async () => {
    const token = githubToken();
    const root = copyOf('react', { TOKEN: token });
    const cache = 'cache/keysieve.json';
    const first = await shop(root, { options: { cache } });
    const file = path.join(root, cache);
    const text = fs.readFileSync(file, 'utf8');
    assert.ok(!text.includes(token));
    assert.ok(first.error);
    assert.equal((await shop(root, { options: { cache } })).error, first.error);
    // What is remembered is used: a file that remembers nothing of the finding hides it.
    const { entries } = JSON.parse(text) as { entries: [string, { hits: unknown[] }][] };
    const emptied = entries.map(([key]) => [key, { hits: [] }]);
    fs.writeFileSync(file, JSON.stringify({ entries: emptied }));
    assert.equal((await shop(root, { options: { cache } })).error, '');
    // It was for another choice.
    const scanner = { minConfidence: 51 };
    assert.equal((await shop(root, { options: { cache, scanner } })).error, first.error);
    fs.writeFileSync(file, '{');
    assert.equal((await shop(root, { options: { cache } })).error, first.error);
  });

  it('shares what it remembers with other builds', async () => {
    const cache = path.join(copyOf('react'), 'shared.json');
    const remembered = () => (JSON.parse(fs.readFileSync(cache, 'utf8')).entries as [string][]).map(([key]) => key);
    const roots = [copyOf('react', { TOKEN: githubToken() }), copyOf('react', { TOKEN: githubToken() })];
    const variables = roots.map(() => ({ API_TOKEN: githubToken() }));
    for (const at of [0, 1]) await shop(roots[at] as string, { options: { cache, env: variables[at] } });
    const both = remembered();
    for (const at of [0, 1]) await shop(roots[at] as string, { options: { cache, env: variables[at] } });
    assert.deepEqual(remembered(), both);
  });

  it('tells of rules that are none before anything is built', async () => {
    const root = copyOf('react');
    let isBuilt = false;
    const notice = { name: 'notice', buildStart: () => void (isBuilt = true) };
    const { error } = await shop(root, { options: { scanner: { rules: '[[rules]]' } }, config: { build: { rolldownOptions: { plugins: [notice] } } } });
    assert.ok(error.includes('rules.toml'), error);
    assert.ok(!isBuilt);
  });

  it('goes on watching after a failure, and is content when it is mended', async () => {
    const token = githubToken();
    const root = copyOf('react', { TOKEN: token });
    const base = viteConfig(root, {}, [], { watch: {} });
    const watcher = (await build({ ...base, plugins: [react(), ...(base.plugins ?? [])] })) as unknown as {
      on(event: 'event', call: (event: { code: string; error?: Error }) => void): void;
      close(): Promise<void>;
    };
    const outcomes: string[] = [];
    const file = path.join(root, 'src/config.ts');
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`only: ${outcomes.join()}`)), 60_000);
      watcher.on('event', ({ code, error }) => {
        if (code === 'ERROR') {
          outcomes.push(error?.message.includes('src/config.ts:2:9') ? 'failed' : String(error));
          fs.writeFileSync(file, `export const config = { key: '${base62(4)}' };\n`);
        } else if (code === 'BUNDLE_END' && outcomes.length > 0) {
          clearTimeout(late);
          resolve();
        }
      });
    });
    await watcher.close();
    assert.deepEqual(outcomes, ['failed']);
    assert.ok(fs.existsSync(path.join(root, 'dist/index.html')));
  });
});
