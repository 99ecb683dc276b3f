import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { Baseline, scan } from 'keysieve';
import { BUNDLERS, copyOf, placeIn } from './bundlers.js';
import { githubToken, googleKey, password, stripeKey } from './tokens.js';

for (const [name, build] of Object.entries(BUNDLERS)) {
  describe(name, () => {
    for (const sourcemap of [true, false]) {
      it(`fails at a secret's original place ${sourcemap ? 'with' : 'without'} source maps`, async () => {
        const token = githubToken();
        const root = copyOf('plain', { TOKEN: token });
        const { error, files } = await build(root, { sourcemap });
        assert.ok(error, 'the build did not fail');
        const place = placeIn(root, 'src/config.ts', token);
        assert.ok(error.includes(place), `${place} is not in: ${error}`);
        assert.ok(error.includes('src/main.ts → src/app.ts → src/config.ts'), error);
        assert.ok(error.includes('github-personal-access-token'), error);
        assert.match(error, /> 5 \|   \/\* ü \*\/ token: 'ghp_\*{36}',/);
        assert.ok(!error.includes(token.slice(4, 20)), 'the secret is shown');
        assert.equal(files.size, 0, 'something was written');
      });
    }

    it('says where in a source map it stands', async () => {
      const token = githubToken();
      const root = copyOf('plain', { TOKEN: token });
      const { files } = await build(root, { options: { client: 'off' }, sourcemap: true });
      const { warnings } = await build(root, { options: { client: 'warn' }, sourcemap: true });
      const shown = /in (\S+):(\d+):(\d+)/.exec(warnings.join('\n'));
      const [, file = '', line, column] = shown ?? [];
      const rest = files.get(file)?.split('\n')[Number(line) - 1]?.slice(Number(column) - 1);
      assert.ok(rest?.startsWith(token), `${shown?.[0]}: ${[...files.keys()].join()}`);
    });

    it('is silent about what may be shipped', async () => {
      const { error, warnings, files } = await build(copyOf('plain', { TOKEN: stripeKey('pk') }), { sourcemap: true });
      assert.equal(error, '');
      assert.deepEqual(warnings, []);
      assert.ok(files.size > 0);
    });

    it('warns of what depends, and says on what', async () => {
      const key = googleKey();
      const root = copyOf('plain', { TOKEN: key });
      const { error, warnings } = await build(root);
      assert.equal(error, '');
      const warning = warnings.find((warning) => warning.includes('keysieve'));
      assert.ok(warning?.includes(placeIn(root, 'src/config.ts', key)), warnings.join());
      const strict = await build(copyOf('plain', { TOKEN: key }), { options: { conditional: 'error' } });
      assert.ok(strict.error);
      const quiet = await build(copyOf('plain', { TOKEN: key }), { options: { conditional: 'off' } });
      assert.deepEqual([quiet.error, quiet.warnings], ['', []]);
    });

    it('does what its mode says', async () => {
      const token = githubToken();
      const warned = await build(copyOf('plain', { TOKEN: token }), { options: { client: 'warn' } });
      assert.equal(warned.error, '');
      assert.equal(warned.warnings.filter((warning) => warning.includes('src/config.ts:5:19')).length, 1, warned.warnings.join());
      assert.ok(!warned.warnings.join().includes(token));
      assert.ok([...warned.files.values()].some((text) => text.includes(token)));
      const off = await build(copyOf('plain', { TOKEN: token }), { options: { client: 'off' } });
      assert.deepEqual([off.error, off.warnings], ['', []]);
    });

    it('says what it did not look at wholly', async () => {
      for (const sourcemap of [true, false]) {
        const root = copyOf('plain', { TOKEN: stripeKey('pk') });
        const options = { scanner: { limits: { input: 20 } } };
        const { error, warnings, files } = await build(root, { options, sourcemap });
        assert.equal(error, '');
        const told = warnings.filter((warning) => /was not looked at wholly: a longer input than is scanned/.test(warning));
        const long = [...files].filter(([file, text]) => text.length > 20 && /\.m?js$/.test(file));
        assert.ok(long.length > 0 && told.length >= long.length, warnings.join());
      }
    });

    it('knows outputs for a server', async () => {
      const choice = name === 'rollup' ? { options: { target: 'server' } as const } : { isServer: true };
      const root = copyOf('plain', { TOKEN: githubToken() });
      const { error, warnings } = await build(root, choice);
      assert.equal(error, '');
      assert.ok(warnings.some((warning) => warning.includes('for a server')), warnings.join());
    });

    if (name === 'webpack' || name === 'rspack') {
      it('knows what several compilers are for by their names', async () => {
        const root = copyOf('plain', { TOKEN: githubToken() });
        const edge = await build(root, { name: 'edge-server' });
        assert.equal(edge.error, '');
        assert.ok(edge.warnings.some((warning) => warning.includes('for a server')), edge.warnings.join());
        assert.ok((await build(root, { name: 'observer' })).error);
      });
    }

    it('accepts what is accepted where it comes from, and nothing else', async () => {
      const token = githubToken();
      const root = copyOf('plain', { TOKEN: token });
      const byPath = (pattern: string) => ({ scanner: { allow: [{ paths: [pattern] }] }, env: false }) as const;
      for (const sourcemap of [true, false]) {
        const accepted = await build(root, { options: byPath('^src/config'), sourcemap });
        assert.deepEqual([accepted.error, accepted.warnings], ['', []]);
        assert.ok((await build(root, { options: byPath('^test/'), sourcemap })).error);
      }
      const config = path.join(root, 'src/config.ts');
      const lines = fs.readFileSync(config, 'utf8').split('\n').map((line) => (line.includes(token) ? `${line} // keysieve:allow` : line));
      fs.writeFileSync(config, lines.join('\n'));
      for (const sourcemap of [true, false]) {
        const accepted = await build(root, { options: { scanner: { markers: 'own' } }, sourcemap });
        assert.deepEqual([accepted.error, accepted.warnings], ['', []]);
        assert.ok((await build(root, { sourcemap })).error);
      }
    });

    it('accepts nothing by what stands beside it in an output alone', async () => {
      const token = githubToken();
      const root = copyOf('plain', { TOKEN: token });
      const main = path.join(root, 'src/main.ts');
      fs.appendFileSync(main, "console.log('demo fixture // keysieve:allow');\n");
      const gitleaks = '[[allowlists]]\nregexTarget = "line"\nregexes = ["demo fixture"]\n[[rules]]\nid = "own"\nregex = "gh[pq]_[0-9A-Za-z]{36}"\n';
      const choices = [{ markers: 'own' }, { markers: 'all' }, { allow: [{ lines: ['demo fixture'] }] }, { gitleaks, only: ['own'] }] as const;
      for (const scanner of choices) {
        for (const sourcemap of [true, false]) {
          const { error } = await build(root, { options: { scanner, env: false }, sourcemap });
          assert.ok(error.includes(placeIn(root, 'src/config.ts', token)), JSON.stringify(scanner));
        }
      }
      const config = path.join(root, 'src/config.ts');
      fs.writeFileSync(config, fs.readFileSync(config, 'utf8').replace(/\/\* . \*\//, '/* demo fixture */'));
      for (const scanner of choices.slice(2)) {
        for (const sourcemap of [true, false]) assert.equal((await build(root, { options: { scanner }, sourcemap })).error, '');
      }
    });

    it('reports only what the baseline does not know', async () => {
      const root = copyOf('plain', { TOKEN: githubToken() });
      const baseline = '.keysieve-baseline';
      // With Rollup the root is the folder that the process is in.
      const first = await build(root, { options: { baseline, updateBaseline: true } });
      assert.equal(first.error, '');
      assert.ok(first.warnings.length === 1 && first.warnings[0]?.includes(`1 accepted from now on, by ${baseline}`), first.warnings.join());
      const text = fs.readFileSync(path.join(root, baseline), 'utf8');
      assert.match(text, /"path":"src\/config.ts"/);
      const second = await build(root, { options: { baseline } });
      assert.deepEqual([second.error, second.warnings], ['', []]);
      const config = path.join(root, 'src/config.ts');
      fs.writeFileSync(config, fs.readFileSync(config, 'utf8').replace(/gh\w{38}/, githubToken()));
      assert.match((await build(root, { options: { baseline } })).error ?? '', /src\/config.ts:5:19/);
    });

    it('drops from the baseline what is gone, and nothing that another build found', async () => {
      const root = copyOf('plain', { TOKEN: githubToken() });
      const baseline = '.keysieve-baseline';
      const options = { baseline, updateBaseline: true };
      const paths = () => [...fs.readFileSync(path.join(root, baseline), 'utf8').matchAll(/"path":"([^"]*)"/g)].map((match) => match[1]);
      // What only the other build has, and what it had in a file that was deleted.
      const other = path.join(root, 'src/other.ts');
      const others = `export const other = '${githubToken()}';\n`;
      fs.writeFileSync(other, others);
      const known = new Baseline();
      const print = (scan(others)[0] as { fingerprint: string }).fingerprint;
      for (const at of ['src/other.ts', 'src/deleted.ts', 'assets/other.js']) known.add({ path: at, rule: 'github-personal-access-token', fingerprint: print });
      fs.writeFileSync(path.join(root, baseline), known.toString());
      assert.equal((await build(root, { options })).error, '');
      assert.deepEqual(paths().sort(), ['assets/other.js', 'src/config.ts', 'src/other.ts']);
      const config = path.join(root, 'src/config.ts');
      fs.writeFileSync(config, fs.readFileSync(config, 'utf8').replace(/gh\w{38}/, 'nothing'));
      fs.writeFileSync(other, '');
      assert.equal((await build(root, { options })).error, '');
      assert.deepEqual(paths(), ['assets/other.js']);
    });

    if (name !== 'rollup') {
      it('says which variable a value comes from', async () => {
        const token = githubToken();
        const root = copyOf('plain', { TOKEN: "' + __KEY__ + '" });
        fs.writeFileSync(path.join(root, '.env'), `PORT=80\nDEPLOY_TOKEN='${token}'\n`);
        const choice = { define: { __KEY__: JSON.stringify(token) }, options: { env: { DEPLOY_TOKEN: token } } };
        const { error } = await build(root, choice);
        assert.ok(error.includes('value of the define key __KEY__\n'), error);
        assert.ok(error.includes('value of the environment variable DEPLOY_TOKEN, set in .env:2\n'), error);
        assert.ok(error.includes('src/config.ts:5:'), error);
      });
    }

    if (name !== 'rollup') {
      it('knows the names in an object that is put in whole', async () => {
        const secret = password();
        const root = copyOf('plain', { TOKEN: "' + process.env.SHOP_DB_PASSWORD + '" });
        const define = { 'process.env': JSON.stringify({ SHOP_NAME: 'shop', SHOP_DB_PASSWORD: secret }) };
        const { error } = await build(root, { define });
        assert.ok(error.includes('value of the define key process.env.SHOP_DB_PASSWORD'), error);
        assert.ok(!error.includes(secret));
      });
    }

    it('finds values of the environment in every form', async () => {
      const secret = `${password()}/"+${password()}`;
      const env = { SHOP_DB_PASSWORD: secret };
      const hex = (text: string) => text.replace(/./gs, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
      const forms = {
        verbatim: JSON.stringify(secret).slice(1, -1),
        base64: Buffer.from(`user:${secret}`).toString('base64'),
        percent: encodeURIComponent(secret),
        'JSON in JSON': JSON.stringify(JSON.stringify(secret)).slice(1, -1),
        escapes: hex(hex(secret).replace(/\\/g, '\\\\')).slice(0, 0) + hex(secret).replaceAll('\\', '\\\\'),
      };
      for (const [form, text] of Object.entries(forms)) {
        const { error } = await build(copyOf('plain', { TOKEN: text.replaceAll("'", "\\'") }), { options: { env } });
        assert.ok(error.includes('value of the environment variable SHOP_DB_PASSWORD'), `${form}: ${error}`);
      }
    });
  });
}

describe('very many findings', () => {
  it('are all reported, the first with frames', async () => {
    const esbuild = BUNDLERS['esbuild'] as NonNullable<(typeof BUNDLERS)['esbuild']>;
    const root = copyOf('plain');
    const lines = Array.from({ length: 1600 }, (_, at) => `  k${at}: '${githubToken()}', // ${'filler words here '.repeat(20)}`);
    fs.writeFileSync(path.join(root, 'src/main.ts'), `(globalThis as any).x = {\n${lines.join('\n')}\n};\n`);
    const { warnings } = await esbuild(root, { options: { client: 'warn' }, sourcemap: true });
    assert.equal(warnings.length, 1600);
    assert.ok(warnings.every((warning, at) => warning.includes(`at src/main.ts:${at + 2}:`)));
    assert.equal(warnings.filter((warning) => />\s+\d+ \|/.test(warning)).length, 100);
  });
});
