import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import { keysieve } from 'keysieve/rollup';
import { type Plugin, rollup } from 'rollup';
// The plugins' own parts are private: they are tested as they are built.
import binding from '../native/load.cjs';
import { Environment } from '../esm/plugin/environment.js';
import { codeFrame, masked, offsetOf, position, veiled } from '../esm/plugin/frame.js';
import { fileOf, importChain, shown } from '../esm/plugin/graph.js';
import { inlineMap, sourceFile, Tracer } from '../esm/plugin/source-map.js';
import { base62, githubToken, password, stripeKey } from './tokens.js';

function environment(name: string, value: string): Environment {
  return new Environment([{ kind: 'environment variable', name, value }], ['VITE_']);
}

/** The names and texts of a map's originals. */
function originals(map: binding.SourceMap | null, text: string): [string, string | null][] | undefined {
  if (map === null) return undefined;
  const all: [string, string | null][] = [];
  for (let name = map.name(0); name !== null; name = map.name(all.length)) {
    all.push([name, map.text(Buffer.from(text), all.length)]);
  }
  return all;
}

describe('a known value', () => {
  const secret = `${password()}é"\\'<&${password()}`;
  const known = environment('DB_PASSWORD', secret);
  const buffer = Buffer.from(secret);
  const each = (format: (byte: string) => string) =>
    [...buffer].map((byte) => format(byte.toString(16).padStart(2, '0'))).join('');
  const forms: Record<string, string> = {
    'as it stands': secret,
    'in JSON': JSON.stringify(secret),
    'in JSON in JSON': JSON.stringify(JSON.stringify(secret)),
    'in single quotes': secret.replace(/[\\']/g, '\\$&'),
    'in escapes of what is not ASCII': secret.replace(/[\\"]/g, '\\$&').replace('é', '\\xE9'),
    'as a URI component': encodeURIComponent(secret),
    'in a form': new URLSearchParams({ a: secret }).toString().replace(/^a=/, ''),
    'all percent': each((hex) => `%${hex}`),
    'in upper case': each((hex) => `%${hex.toUpperCase()}`),
    'in hexadecimal': buffer.toString('hex'),
    'in \\x': each((hex) => `\\x${hex}`),
    'in \\u': each((hex) => `\\u00${hex}`),
    'in HTML': secret.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;').replace(/'/g, '&#39;'),
  };
  for (const before of ['', 'a', 'ab', 'abc', 'abcd']) {
    forms[`in base64, ${before.length} bytes in`] = Buffer.from(`${before}${secret}tail`).toString('base64');
    forms[`in base64url, ${before.length} bytes in`] = Buffer.from(`${before}${secret}`).toString('base64url');
  }

  it('is a secret by its name', () => assert.equal(known.secrets.length, 1));

  for (const [form, text] of Object.entries(forms)) {
    it(`is found ${form}`, () => {
      for (const around of ['', 'x', 'xx', '\u{1f511}\n', `${base62(997)}"`]) {
        const data = around + text + around;
        const found = known.find(data);
        assert.equal(found.length, 1, text);
        const { start, end } = found[0] as { start: number; end: number };
        assert.ok(start >= around.length && end <= data.length - around.length);
        // Of base64 the first and the last character may be another's, too.
        assert.ok(end - start >= text.length - (form.includes('base64') ? 14 : form.includes('JSON') ? 8 : 0));
      }
    });
  }

  it('is found wherever it is split once', () => {
    const plain = environment('DB_PASSWORD', password()).secrets[0]?.secret ?? '';
    const known = environment('DB_PASSWORD', plain);
    for (let at = 1; at < plain.length; at++) {
      for (const join of ['"+"', `' + '`, '`\n  + `', `"+'`]) {
        const text = `x = "${plain.slice(0, at)}${join}${plain.slice(at)}";`;
        assert.deepEqual(known.find(text).map(({ start, end }) => [start, end]), [[5, text.length - 2]], text);
      }
    }
    assert.deepEqual(known.find(`${plain.slice(0, 9)}"-"${plain.slice(9)}`), []);
  });

  it('is found as often as it stands there, and nothing else is', () => {
    const plain = environment('DB_PASSWORD', password()).secrets[0]?.secret ?? '';
    const known = environment('DB_PASSWORD', plain);
    assert.equal(known.find(`${plain} `.repeat(100)).length, 100);
    assert.equal(known.find(plain.repeat(3)).length, 3);
    assert.deepEqual(known.find(plain.slice(0, -1)), []);
    assert.deepEqual(known.find(`${plain.slice(0, 7)}${'x'.repeat(20)}${plain.slice(-7)}`), []);
    assert.deepEqual(known.find(''), []);
    assert.deepEqual(known.find(Buffer.from(`é${plain}`)).map(({ start }) => start), [2]);
  });
});

describe('the environment', () => {
  it('takes for secrets what the rules do, and for exposed what its prefix ships', () => {
    const secrets = (name: string, value: string) =>
      environment(name, value).secrets.map(({ isExposed }) => isExposed);
    assert.deepEqual(secrets('VITE_GITHUB', githubToken()), [true]);
    assert.deepEqual(secrets('GITHUB', githubToken()), [false]);
    assert.deepEqual(secrets('VITE_STRIPE', stripeKey('pk')), []);
    assert.deepEqual(secrets('NODE_ENV', 'production'), []);
    assert.deepEqual(secrets('PATH', '/usr/local/bin:/usr/bin:/bin'), []);
    assert.deepEqual(secrets('VITE_TITLE', 'My wonderful shop'), []);
  });
});

describe('frames', () => {
  it('show lines around a place, and mark it', () => {
    const text = 'one\ntwo\nthree = secret\nfour\nfive\nsix';
    assert.equal(
      codeFrame(text, 3, 9, 6),
      ['  1 | one', '  2 | two', '> 3 | three = secret', '    |         ^^^^^^', '  4 | four', '  5 | five'].join('\n'),
    );
  });

  it('cut long lines around the place', () => {
    const text = `${'x'.repeat(5000)}secret${'y'.repeat(5000)}`;
    const [line = '', mark = ''] = codeFrame(text, 1, 5001, 6).split('\n');
    assert.ok(line.length < 120);
    assert.equal(line.slice(mark.indexOf('^'), mark.indexOf('^') + 6), 'secret');
  });

  it('count places from 1', () => {
    const text = 'ab\r\ncd\n\nef';
    for (let offset = 0; offset <= text.length; offset++) {
      const { line, column } = position(text, offset);
      assert.equal(offsetOf(text, line, column), offset);
      const before = text.slice(0, offset).split('\n');
      assert.deepEqual([line, column], [before.length, (before.at(-1) as string).length + 1]);
    }
  });

  it('show the first characters of a long secret alone', () => {
    assert.equal(masked('short'), '… (5 characters)');
    assert.equal(masked('a'.repeat(40)), 'aaaa… (40 characters)');
    assert.equal(veiled('abcdefgh'), '********');
    assert.equal(veiled(`abcdefghij\n${'x'.repeat(10)}`), `abcd******\n${'*'.repeat(10)}`);
  });
});

describe('graphs', () => {
  it('lead from the nearest entry to a module', () => {
    const imports: Record<string, string[]> = { d: ['c', 'b'], c: ['b', 'd'], b: ['a'], a: [], loop: ['loop'] };
    const graph = { modulesOf: () => [], importersOf: (file: string) => imports[file] ?? [] };
    assert.deepEqual(importChain(graph, 'd'), ['a', 'b', 'd']);
    assert.deepEqual(importChain(graph, 'a'), ['a']);
    assert.deepEqual(importChain(graph, 'loop'), ['loop']);
    const cycle = { modulesOf: () => [], importersOf: (file: string) => (file === 'x' ? ['y'] : ['x']) };
    assert.deepEqual(importChain(cycle, 'x'), ['x']);
  });

  it('has forward slashes on Windows, and drives only where it has to', () => {
    const { win32 } = path;
    for (const file of ['C:\\a\\src\\b.ts', 'C:/a/src/b.ts', 'c:/a/src\\b.ts']) {
      for (const root of ['C:\\a', 'C:/a']) assert.equal(shown(root, file, win32), 'src/b.ts');
      assert.equal(shown('C:/a/packages/x', file, win32), '../../src/b.ts');
      assert.equal(shown('D:/a', file, win32).toLowerCase(), 'c:/a/src/b.ts');
    }
    assert.equal(fileOf('C:/a/b.ts?worker', win32), fileOf('C:\\a\\b.ts', win32));
    for (const source of ['../../src/a.ts', '..\\..\\src\\a.ts', 'webpack://shop/./src/a.ts?4f2c', 'file:///C:/root/src/a.ts', 'C:/root/src/a.ts', 'C:\\root\\src\\a.ts']) {
      assert.equal(sourceFile(source, 'C:/root/dist/assets', 'C:/root', win32), 'C:\\root\\src\\a.ts');
    }
    assert.equal(shown('C:/root', sourceFile('file://server/share/a.ts', 'C:/x', 'C:/root', win32), win32), '//server/share/a.ts');
  });

  it('know modules by their files', () => {
    assert.equal(fileOf('/a/b.vue?vue&type=style'), '/a/b.vue');
    assert.equal(fileOf('\0virtual'), undefined);
    assert.equal(fileOf('external'), undefined);
    assert.equal(shown('/a', '/a/src/b.ts'), 'src/b.ts');
  });
});

describe('source maps', () => {
  it('name files in many ways', () => {
    assert.equal(sourceFile('../../src/a.ts', '/root/dist/assets', '/root'), '/root/src/a.ts');
    assert.equal(sourceFile('webpack://shop/./src/a.ts?4f2c', '/root/dist', '/root'), '/root/src/a.ts');
    assert.equal(sourceFile('webpack:///src/a.ts', '/root/dist', '/root'), '/root/src/a.ts');
    assert.equal(sourceFile('file:///root/src/a%20b.ts', '/x', '/y'), '/root/src/a b.ts');
    assert.equal(sourceFile('/root/src/a.ts?raw', '/x', '/y'), '/root/src/a.ts');
    // What is no URL is told of as it stands.
    assert.equal(sourceFile('file:///x/100%.js', '/root/dist', '/root'), '/x/100%.js');
    assert.equal(sourceFile('file://[bad/x.js', '/root/dist', '/root'), '/[bad/x.js');
    // Where something else lies on a server it may lie here, too.
    assert.equal(sourceFile('https://cdn.acme.dev/src/a.ts?v=1', '/root/dist', '/root'), '/root/src/a.ts');
    assert.equal(sourceFile('ng:///src/a.ts', '/root/dist', '/root'), '/root/src/a.ts');
  });

  it('stand at the end of what they are for', () => {
    const map = { version: 3, sources: ['a'], mappings: '' };
    const encoded = Buffer.from(JSON.stringify(map)).toString('base64');
    const code = `x\n//# sourceMappingURL=data:application/json;charset=utf-8;base64,${encoded}\n`;
    assert.deepEqual(inlineMap(code), map);
    assert.equal(inlineMap('x'), undefined);
    assert.equal(inlineMap('//# sourceMappingURL=data:application/json;base64,AAAA'), undefined);
  });

  it('are read for the originals in them', () => {
    const texts = (text: string) => originals(binding.SourceMap.parse(Buffer.from(text)), text);
    const map = { version: 3, sourceRoot: 'src/', sources: ['a', null, 'c', 'd'], mappings: ';AA', sourcesContent: ['é"\n', 'x', null] };
    const expected = [['src/a', 'é"\n'], ['src/', 'x']];
    assert.deepEqual(texts(JSON.stringify(map)), expected);
    assert.deepEqual(texts(`)]}'\n${JSON.stringify(map, null, 1)}`), expected);
    // In whatever order, however it is spelt.
    const { sources, ...others } = map;
    assert.deepEqual(texts(JSON.stringify({ ...others, sources }).replace('sourcesContent', '\\u0073ourcesContent')), expected);
    assert.deepEqual(texts(JSON.stringify({ ...map, sourceRoot: null, sourcesContent: null })), []);
    // What is no map of its own may be made of some.
    const sections = [{ offset: { line: 0, column: 0 }, map }, { offset: { line: 9, column: 0 }, map }];
    assert.deepEqual(texts(JSON.stringify({ version: 3, sections })), [...expected, ...expected]);
    // A surrogate without its other half takes one code unit all the same.
    const alone = '\ud800 \udc00x \ud83d\udddd';
    const read = texts(JSON.stringify({ ...map, sourcesContent: [alone] }));
    assert.deepEqual(read, [['src/a', '\ufffd \ufffdx \ud83d\udddd']]);
    // Bytes that are no UTF-8 are none that a secret stands in.
    const broken = Buffer.from(JSON.stringify({ ...map, sourcesContent: ['~x'] }).replace('~', '\u00ff'), 'latin1');
    const read8 = binding.SourceMap.parse(broken);
    assert.deepEqual([read8?.name(0), read8?.text(broken, 0)], ['src/a', '\ufffdx']);
    // What is written wrongly is shipped all the same.
    const token = githubToken();
    for (const wrong of [`"${token} \\uZZZZ"`, `"\\u12 ${token}"`, `{ "a": "${token}" }`, '12']) {
      const bytes = Buffer.from(JSON.stringify({ ...map, sourcesContent: ['~'] }).replace('"~"', wrong));
      const odd = binding.SourceMap.parse(bytes);
      assert.equal(odd?.text(bytes, 0), wrong);
      const found = odd.scan(bytes, new binding.Scanner(), undefined).flatMap(({ found }) => found.findings);
      assert.deepEqual(found.map(({ start, end }) => wrong.slice(start, end)), wrong.includes(token) ? [token] : []);
    }
    // Nobody makes maps of maps of maps, but everybody can write one.
    const deep = '{"sections":[{"map":'.repeat(20) + JSON.stringify(map) + '}]}'.repeat(20);
    assert.equal(texts(deep), undefined);
    for (const none of ['', '{}', '[]', '{"sources":[],"version":3}', JSON.stringify(map).slice(0, -1), '{"mappings":"","sources":{}}']) {
      assert.equal(texts(none), undefined, none);
    }
  });

  it('are scanned in parallel where there is much of them, and give what they give one by one', () => {
    const secret = githubToken();
    const code = 'export const answer = (value) => value * 42; // "é"\n'.repeat(4000);
    const sourcesContent = Array.from({ length: 40 }, (_, at) => (at % 9 === 4 ? `${code}token = "${secret}";\n` : code));
    const sources = sourcesContent.map((_, at) => `${at}.js`);
    const bytes = Buffer.from(JSON.stringify({ version: 3, sources, sourcesContent, mappings: '' }));
    const known = new binding.KnownValues([secret]);
    const found = binding.SourceMap.parse(bytes)?.scan(bytes, new binding.Scanner(), known) ?? [];
    assert.deepEqual(found.map(({ at }) => at), [4, 13, 22, 31]);
    for (const { at, found: { findings }, places } of found) {
      const text = sourcesContent[at] as string;
      assert.deepEqual([...findings, ...places].map(({ start, end, line }) => [text.slice(start, end), line]), [[secret, 4001], [secret, 4001]]);
    }
  });

  it('are read where they stand in a comment', () => {
    const text = 'let a = "é𝒳";\n';
    const map = JSON.stringify({ version: 3, sources: ['a'], mappings: '', sourcesContent: ['b'] });
    const comment = `//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString('base64')}`;
    const [inline = null, ...more] = binding.SourceMap.inline(Buffer.from(`${text}${comment}\n`));
    assert.equal(more.length, 0);
    assert.deepEqual([inline?.start, inline?.end], [text.length, text.length + comment.length]);
    assert.deepEqual(originals(inline, `${text}${comment}\n`), [['a', 'b']]);
    assert.deepEqual(binding.SourceMap.inline(Buffer.from(text)), []);
    assert.deepEqual(binding.SourceMap.inline(Buffer.from('//# sourceMappingURL=data:application/json')), []);
  });

  it('lead nowhere if they are wrong', () => {
    const map = { version: 3, sources: ['a'], mappings: 'AAAA' };
    assert.ok(Tracer.of(map, String)?.trace(1, 1));
    for (const wrong of [{ ...map, sources: null }, { ...map, mappings: 5 }, { ...map, sections: [{ offset: 5 }] }]) {
      assert.equal(Tracer.of(wrong as never, String)?.trace(1, 1), undefined);
    }
    // What it leads to is not there, or nothing that has a name.
    const nowhere = [{ mappings: 'AEAA' }, { mappings: 'AKAA' }, { sources: [null] }, { sources: [null], sourceRoot: 'src/' }];
    for (const wrong of nowhere) assert.equal(Tracer.of({ ...map, ...wrong }, (source) => source.slice(0))?.trace(1, 1), undefined);
  });

  it('fail a build at the output where they are wrong', async () => {
    const token = githubToken();
    const code = `token="${token}";`;
    const map = { version: 3, mappings: 'AAAA', names: [], sources: [null], sourcesContent: [`const a = 1;\nlet ${code}`] };
    for (const wrong of [map, { ...map, sourceRoot: 'src/' }, { ...map, sourcesContent: [] }, { ...map, mappings: 'AKAA' }]) {
      const json = JSON.stringify(wrong);
      const inline = `${code}\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(json).toString('base64')}`;
      for (const outputs of [{ 'vendor.js': code, 'vendor.js.map': json }, { 'vendor.js': inline }]) {
        const plugin: Plugin = {
          name: 'vendor',
          resolveId: (id) => id,
          load: () => 'export {}',
          generateBundle() {
            for (const [fileName, source] of Object.entries(outputs)) this.emitFile({ type: 'asset', fileName, source });
          },
        };
        const bundle = await rollup({ input: '/main.js', plugins: [plugin, keysieve()] });
        const { message } = await bundle.generate({ dir: 'dist' }).then(() => assert.fail('it is built'), (error: Error) => error);
        assert.match(message, /^\[plugin keysieve\] keysieve: [12] credentials? in/);
        assert.match(message, / at vendor\.js:(1:8|2:1): /);
        assert.doesNotMatch(message, / at (dist|src|\.)/);
      }
    }
  });

  it('are read in every comment, however it is written', () => {
    const json = (content: string) => JSON.stringify({ version: 3, sources: ['a'], mappings: '', sourcesContent: [content] });
    const base64 = (content: string) => Buffer.from(json(content)).toString('base64');
    const url = ' sourceMappingURL=data:application/json';
    const text = [
      `a{}\n/*#${url};base64,${base64('first')} */`,
      `/*#${url};charset=utf-8,${encodeURIComponent(json('percent'))} */`,
      `//@${url};base64,${base64('old').replaceAll('=', '%3D')}`,
      `//#${url};base64,${base64('unpadded').replaceAll('=', '')}</script>`,
      `//#${url},${json('as it stands')}`,
    ].join('\n');
    const maps = binding.SourceMap.inline(Buffer.from(text));
    const found = maps.map((map) => originals(map, text)?.[0]?.[1]);
    assert.deepEqual(found, ['first', 'percent', 'old', 'unpadded', 'as it stands']);
    for (const { start, end } of [0, 2, 3].map((at) => maps[at] as binding.SourceMap)) {
      assert.match(text.slice(start, end), /^\/[/*][#@] source.*[\w=D]$/);
    }
    assert.ok(!text.slice(maps[3]?.start, maps[3]?.end).includes('<'));
  });

  it('hold more than originals that their names tell of', () => {
    const scanner = new binding.Scanner();
    const token = githubToken();
    const map = { version: 3, sources: ['a'], sourcesContent: ['é'], mappings: 'AAAA' };
    const found = (text: string) => {
      const bytes = Buffer.from(text);
      const parsed = binding.SourceMap.parse(bytes);
      const inOriginals = parsed?.scan(bytes, scanner, undefined) ?? [];
      const inOthers = parsed?.scanOthers(bytes, scanner, 'a.js.map', new binding.KnownValues([token]));
      for (const { start, end, line, column } of [...(inOthers?.found.findings ?? []), ...(inOthers?.places ?? [])]) {
        assert.equal(text.slice(start, end), token);
        const before = text.slice(0, start).split('\n');
        assert.deepEqual([line, column], [before.length, (before.at(-1) as string).length + 1]);
      }
      return [inOriginals.length, inOthers?.found.findings.length];
    };
    const more = JSON.stringify({ ...map, sourcesContent: ['é', `t = "${token}"`] });
    assert.deepEqual(found(more), [1, 0]);
    const twice = JSON.stringify(map).replace('"mappings"', `"sourcesContent":["1"],"mappings"`).replace('"é"', `"${token}"`);
    assert.deepEqual(found(twice), [1, 0]);
    assert.deepEqual(found(JSON.stringify({ ...map, names: ['é', token] }, null, 1)), [0, 1]);
    assert.deepEqual(found(JSON.stringify({ x_debug: { token }, ...map })), [0, 1]);
    // In the list of names one is not the other's value.
    assert.deepEqual(found(JSON.stringify({ ...map, names: ['segmentToken', base62(32)] })), [0, 0]);
    assert.deepEqual(found(JSON.stringify(map)), [0, 0]);
  });
});
