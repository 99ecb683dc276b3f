import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';
import { Baseline, IncompleteError, KeysieveError, redact, RuleError, rules, scan, scanAsync, Scanner, ScanStream } from 'keysieve';
import { drawn, githubToken, password, stripeKey } from './tokens.js';

const RULES = `
vendor = 'Acme'
[[rule]]
id = 'acme-api-key'
name = 'Acme API key'
pattern = '\\bacme_[0-9a-z]{20}\\b'
severity = 'high'
confidence = 90
category = 'saas'
`;
const ACME = `${'acme'}_k3v9x0q27mz5t1rw84bd`;

describe('scan', () => {
  it('gives offsets such that a slice is the secret, in strings and in arrays', () => {
    const token = githubToken();
    for (const before of ['', 'plain ', 'naïve ', '日本語 ', '🗝️ 𝒳 ', '\ud800 alone ', '\n\r\n\t']) {
      const text = `${before}const token = "${token}"; // ${before}`;
      const [inText, ...more] = scan(text);
      assert.equal(more.length, 0);
      assert.ok(inText);
      assert.equal(text.slice(inText.start, inText.end), token);
      assert.equal(text.slice(inText.redactStart, inText.redactEnd), token);
      const bytes = Buffer.from(text);
      const [inBytes] = scan(bytes);
      assert.ok(inBytes);
      assert.equal(bytes.subarray(inBytes.start, inBytes.end).toString(), token);
      const array = new Uint8Array(bytes);
      assert.deepEqual(scan(array), scan(bytes));
    }
  });

  it('counts lines and columns from 1, in units of the data', () => {
    const token = githubToken();
    const text = `äöü\n🗝️ ${token}`;
    const [inText] = scan(text);
    assert.deepEqual([inText?.line, inText?.column], [2, '🗝️ '.length + 1]);
    const [inBytes] = scan(Buffer.from(text));
    assert.deepEqual([inBytes?.line, inBytes?.column], [2, Buffer.byteLength('🗝️ ') + 1]);
  });

  it('finds all in drawn text, where they were put', () => {
    const draw = drawn(7);
    const pieces = ['x', ' ', '\n', 'ä', '€', '𝒳', '\udc00', '🗝️', '"', "'"];
    for (let round = 0; round < 200; round++) {
      let text = '';
      const put: [number, string][] = [];
      for (let at = 0; at < 40; at++) {
        text += pieces[draw(pieces.length)];
        if (at % 8 === 3) {
          text += ' ';
          const token = githubToken();
          put.push([text.length, token]);
          text += `${token} `;
        }
      }
      assert.deepEqual(scan(text).map(({ start, end }) => [start, text.slice(start, end)]), put);
    }
  });

  it('reads long strings of any kind', () => {
    const token = githubToken();
    for (const character of ['a', 'é', '日', '𝒳', '\udc00']) {
      for (const size of [4000, 5000, 32_767, 32_768, 70_000, 98_303]) {
        const text = `${character.repeat(size)} ${token} ${'-'.repeat(size)}${character}`;
        // Built, flat, and a piece of another.
        for (const data of [text, Buffer.from(text).toString(), `${text}日`.slice(0, -1)]) {
          assert.deepEqual(scan(data).map(({ start, end }) => data.slice(start, end)), [token]);
        }
      }
    }
  });

  it('says what it knows of a finding', () => {
    const token = githubToken();
    const [finding] = scan(`token: ${token}`);
    assert.ok(finding);
    const { rule, confidence, severity, category, validity, decoded, companions } = finding;
    assert.deepEqual(
      { rule, severity, category, validity, decoded, companions, class: finding.class },
      {
        rule: 'github-personal-access-token',
        severity: 'critical',
        category: 'source-control',
        validity: 'valid',
        decoded: [],
        companions: [],
        class: 'secret',
      },
    );
    assert.ok(confidence > 90 && finding.reasons.length > 0);
    assert.match(finding.fingerprint, /^[0-9a-f]{32}$/);
    assert.ok(!JSON.stringify(finding).includes(token));
  });

  it('finds nothing in nothing', () => {
    assert.deepEqual(scan(''), []);
    assert.deepEqual(scan(new Uint8Array()), []);
    assert.deepEqual(scan('nothing here'), []);
    assert.equal(scan('').suppressed, 0);
    assert.equal(scan('').incomplete, undefined);
  });

  it('reads arrays that are part of a buffer, and shared ones', () => {
    const token = githubToken();
    const whole = Buffer.from(`${'x'.repeat(100)} ${token} `);
    const [finding] = scan(whole.subarray(90));
    assert.equal(finding?.start, 11);
    const shared = new Uint8Array(new SharedArrayBuffer(whole.length));
    shared.set(whole);
    assert.equal(scan(shared)[0]?.start, 101);
  });

  it('refuses what is neither a string nor an array', () => {
    for (const data of [null, undefined, 1, {}, [], new ArrayBuffer(8), new Uint16Array(2)]) {
      assert.throws(() => scan(data as never), { name: 'KeysieveError', code: 'KEYSIEVE_INPUT' });
    }
  });

  it('is there for `require`, too', () => {
    const required = createRequire(import.meta.url)('keysieve') as typeof import('keysieve');
    const token = githubToken();
    assert.deepEqual(required.scan(token), scan(token));
  });

  it('is of one kind, however it came', async () => {
    const required = createRequire(import.meta.url)('keysieve') as typeof import('keysieve');
    const stream = new ScanStream({ scanner: new required.Scanner() });
    stream.end(githubToken());
    assert.equal((await stream.toArray()).length, 1);
    assert.throws(() => new ScanStream({ scanner: {} as never }), { code: 'KEYSIEVE_OPTION', message: /^scanner: a Scanner, not an object$/ });
    const caught = (call: () => unknown): unknown => {
      try {
        return call();
      } catch (error) {
        return error;
      }
    };
    const option = caught(() => required.scan(5 as never));
    const rule = caught(() => new required.Scanner({ rules: '[[rule' }));
    assert.ok(option instanceof KeysieveError && !(option instanceof RuleError));
    assert.ok(rule instanceof KeysieveError && rule instanceof RuleError && !(rule instanceof IncompleteError));
    assert.ok(!(new Error() instanceof KeysieveError) && !((null as unknown) instanceof KeysieveError));
    class Own extends KeysieveError {}
    assert.ok(!(option instanceof Own) && new Own('KEYSIEVE_INPUT', '') instanceof Own);
  });
});

describe('scanAsync', () => {
  it('gives what scan gives, whatever happens to the data meanwhile', async () => {
    const text = `äöü ${githubToken()} ${stripeKey()}`;
    assert.deepEqual(await scanAsync(text), scan(text));
    const bytes = Buffer.from(text);
    const expected = scan(bytes);
    const promise = scanAsync(bytes);
    bytes.fill(0);
    assert.deepEqual(await promise, expected);
  });

  it('ends the wait when its signal says so', async () => {
    const before = AbortSignal.abort(new Error('too late'));
    await assert.rejects(scanAsync('text', { signal: before }), /too late/);
    const controller = new AbortController();
    const promises = Array.from({ length: 16 }, () =>
      scanAsync(Buffer.alloc(1 << 22, 'x'), { signal: controller.signal }),
    );
    controller.abort();
    for (const promise of promises) await assert.rejects(promise, { name: 'AbortError' });
    assert.deepEqual(await scanAsync('text', { signal: new AbortController().signal }), []);
  });
});

describe('redact', () => {
  const secret = password();
  const text = `redis://app:${secret}@cache:6379/0`;

  it('replaces as it is told, and gives back what it was given', () => {
    assert.equal(redact(text), 'redis://app:[REDACTED:redis-url-password]@cache:6379/0');
    assert.equal(redact(text, { with: 'mask' }), `redis://app:${'*'.repeat(secret.length)}@cache:6379/0`);
    assert.match(redact(text, { with: 'fingerprint' }), /app:\[REDACTED_[0-9a-f]{32}:redis-url-password\]@/);
    assert.match(redact(text, { with: 'last4' }), /app:\*{4}/);
    assert.deepEqual(scan(redact(text, { with: 'twin' })), []);
    const redacted = redact(Buffer.from(text));
    assert.ok(Buffer.isBuffer(redacted));
    assert.equal(redacted.toString('utf8'), redact(text));
    for (const data of [text, new Uint8Array(Buffer.from(text))]) {
      const either: string | Uint8Array = redact(data as string | Uint8Array);
      assert.equal(Buffer.from(either as string).toString(), redact(text));
    }
    assert.throws(() => redact(text, { with: 'nothing' as never }), { code: 'KEYSIEVE_OPTION' });
  });

  it('leaves alone what holds nothing', () => {
    const alone = 'naïve \ud800 text';
    assert.equal(redact(alone), alone);
    const bytes = Buffer.from([0xff, 0xfe, 0]);
    assert.equal(redact(bytes), bytes);
    assert.equal(redact(`日本語 ${text} 𝒳`), `日本語 ${redact(text)} 𝒳`);
  });

  it('keeps nothing in a loop that does not let go of the thread', () => {
    const bytes = Buffer.from(`${'a line of a log, which is long\n'.repeat(800)}token = ${githubToken()}\n`);
    const before = process.memoryUsage().rss;
    for (let at = 0; at < 10_000; at++) redact(bytes);
    // All that they give back is a quarter of a gigabyte.
    const taken = process.memoryUsage().rss - before;
    assert.ok(taken < 120 << 20, `${taken} bytes`);
  });

  it('takes out what is encoded, unless told not to', () => {
    const encoded = Buffer.from(`url = ${text}`).toString('base64');
    assert.ok(!Buffer.from(redact(encoded, { with: 'mask' }), 'base64').includes(secret));
    assert.equal(redact(encoded, { decode: false }), encoded);
  });

  it('gives nothing back that it could not look at wholly', () => {
    const encoded = Buffer.from(`url = ${text} `.repeat(20)).toString('base64');
    assert.throws(
      () => redact(encoded, { decode: { total: 16 } }),
      (error) => error instanceof IncompleteError && error.code === 'KEYSIEVE_INCOMPLETE' && error.at === 0,
    );
  });
});

describe('Scanner', () => {
  it('uses the rules it is given', () => {
    const scanner = new Scanner({ rules: RULES });
    assert.deepEqual(scanner.scan(`key: ${ACME}`).map(({ rule }) => rule), ['acme-api-key']);
    assert.deepEqual(scan(`key: ${ACME}`), []);
    const only = new Scanner({ rules: RULES, only: ['acme-api-key'] });
    assert.deepEqual(only.rules.map(({ id }) => id), ['acme-api-key']);
    assert.deepEqual(new Scanner({ disable: ['github-personal-access-token'] }).scan(githubToken()), []);
  });

  it('says where a rule is wrong', () => {
    const rules = { name: 'mine.toml', text: "vendor = 'Example'\n[[rule]]\nid = 'Not An Id'\n" };
    assert.throws(
      () => new Scanner({ rules }),
      (error) =>
        error instanceof RuleError &&
        error instanceof KeysieveError &&
        error.code === 'KEYSIEVE_RULE' &&
        error.file === 'mine.toml' &&
        error.line === 3 &&
        error.field === 'id' &&
        error.message.startsWith('mine.toml:3: rule `Not An Id`, field `id`: '),
    );
  });

  it('takes rules of Gitleaks, and says what became of them', () => {
    const gitleaks = "[[rules]]\nid = 'acme-key'\nregex = '\\bacme_[0-9a-z]{20}\\b'\nkeywords = ['acme']\n";
    const scanner = new Scanner({ gitleaks });
    assert.deepEqual(scanner.scan(`key: ${ACME}`).map(({ rule }) => rule), ['acme-key']);
    assert.match(scanner.importReport, /^1 rule: 1 carried over/);
  });

  it('refuses options that are none', () => {
    const code = 'KEYSIEVE_OPTION';
    assert.throws(() => new Scanner({ only: ['no-such-rule'] }), { code, message: /`no-such-rule`/ });
    for (const minConfidence of [-1, 101, 0.5, NaN]) {
      assert.throws(() => new Scanner({ minConfidence }), { code, message: /minConfidence/ });
    }
    assert.throws(() => new Scanner({ markers: 'some' as never }), { code, message: /markers/ });
    assert.throws(() => new Scanner({ allow: [{ secrets: ['('] }] }), { code, message: /secrets: `\(`/ });
    assert.throws(() => new Scanner({ disable: 'jwt' as never }), { code });
  });

  it('refuses names and types that are none, and says which, but no text', () => {
    const secret = password();
    const refused: [options: unknown, message: RegExp][] = [
      [{ minConfidense: 90 }, /^options: `minConfidense` is none of: rules, /],
      [5, /^options: an object, not 5$/],
      [[], /^options: an object, not an array$/],
      [null, /^options: an object, not null$/],
      [{ minConfidence: '90' }, /^minConfidence: a whole number from 0 to 100, not a string$/],
      [{ indicators: 1 }, /^indicators: true or false, not 1$/],
      [{ decode: { depth: -1 } }, /^decode.depth: a whole number from 0 to 8, not -1$/],
      [{ decode: { depth: 99 } }, /^decode.depth: /],
      [{ decode: { pieces: 4 } }, /^decode: `pieces` is none of: depth, /],
      [{ decode: 'yes' }, /^decode: an object, not a string$/],
      [{ allow: [{ rule: ['jwt'] }] }, /^allow\[0\]: `rule` is none of: reason, /],
      [{ allow: { rules: ['jwt'] } }, /^allow: an array, not an object$/],
      [{ limits: { input: -1 } }, /^limits.input: a whole number that is not negative, not -1$/],
      [{ limits: { input: NaN } }, /^limits.input: /],
      [{ rules: [{ name: 'a.toml', text: '' }, secret] }, /^rules\[1\]: an object, not a string$/],
      [{ known: secret }, /^known: an array, not a string$/],
      [{ known: [{ secret }] }, /^known\[0\]\.label: a text, not nothing$/],
    ];
    for (const [options, message] of refused) {
      const wrong = { name: 'KeysieveError', code: 'KEYSIEVE_OPTION', message };
      assert.throws(() => new Scanner(options as never), wrong, String(message));
    }
    assert.deepEqual(new Scanner({ limits: { input: Infinity }, decode: { depth: 0 }, allow: undefined }).scan(''), []);
    const code = 'KEYSIEVE_OPTION';
    assert.throws(() => redact('', 'mask' as never), { code });
    assert.throws(() => redact('', { mode: 'mask' } as never), { code });
    assert.throws(() => scan('', { path: 5 } as never), { code });
  });

  it('accepts what it is told to', () => {
    const token = githubToken();
    const accepted = (allow: object, path?: string) =>
      new Scanner({ allow: [allow] }).scan(`key = ${token}`, { path }).suppressed;
    assert.equal(accepted({ rules: ['github-personal-access-token'] }), 1);
    assert.equal(accepted({ words: [token.slice(10, 20)] }), 1);
    assert.equal(accepted({ secrets: ['^gh'] }), 1);
    assert.equal(accepted({ lines: ['^key'] }), 1);
    assert.equal(accepted({ fingerprints: [scan(token)[0]?.fingerprint] }), 1);
    assert.equal(accepted({ paths: ['^test/'] }, 'test/a.js'), 1);
    assert.equal(accepted({ paths: ['^test/'] }, 'src/a.js'), 0);
    assert.equal(accepted({}), 0);
    const marked = `${token} // keysieve:allow`;
    assert.equal(new Scanner({ markers: 'own' }).scan(marked).suppressed, 1);
    assert.equal(scan(marked).length, 1);
  });

  it('decodes if asked to, and says where it stopped', () => {
    const token = githubToken();
    const encoded = Buffer.from(`token: ${token}`).toString('base64');
    assert.deepEqual(scan(encoded), []);
    const [finding] = new Scanner({ decode: true }).scan(encoded);
    assert.deepEqual(finding?.decoded, ['base64']);
    const findings = new Scanner({ decode: { total: 16 } }).scan(encoded);
    assert.deepEqual(findings.incomplete, { limit: 'too much to decode', at: 0 });
  });

  it('stops at limits, and says where', () => {
    const text = `${githubToken()} ä ${githubToken()} ${githubToken()}`;
    const findings = new Scanner({ limits: { findings: 2 } }).scan(text);
    assert.equal(findings.length, 2);
    assert.deepEqual(findings.incomplete, { limit: 'more findings than are reported', at: 84 });
    const short = new Scanner({ limits: { input: 50 } }).scan(text);
    assert.deepEqual([short.length, short.incomplete?.limit], [1, 'a longer input than is scanned']);
  });

  it('finds secrets that it was told of', () => {
    const secret = 'correct horse battery staple';
    const scanner = new Scanner({ known: [{ label: 'vault: db', secret }] });
    const [finding] = scanner.scan(`say "${secret}"!`);
    assert.deepEqual([finding?.rule, finding?.name, finding?.start], ['known-secret', 'vault: db', 5]);
    const known = [{ label: 'pin', secret: '1234' }];
    assert.throws(() => new Scanner({ known }), { code: 'KEYSIEVE_OPTION', message: /known: pin/ });
  });

  it('keys its fingerprints', () => {
    const token = githubToken();
    const print = (fingerprintKey?: string) => new Scanner({ fingerprintKey }).scan(token)[0]?.fingerprint;
    assert.equal(print('ours'), print('ours'));
    assert.notEqual(print('ours'), print('theirs'));
    assert.notEqual(print('ours'), print());
  });
});

describe('rules', () => {
  it('are described', () => {
    const rule = rules().find(({ id }) => id === 'github-personal-access-token');
    assert.ok(rule);
    assert.equal(rule.vendor, 'GitHub');
    assert.ok(rule.remediation.length > 0 && rule.cwe.includes('CWE-798'));
    assert.ok(rules().length > 400);
  });
});

describe('Baseline', () => {
  const known = { path: 'src/a.ts', rule: 'jwt', fingerprint: 'a'.repeat(32) };
  const other = { ...known, path: 'src/b.ts' };

  it('knows what it was told, and what is there no more', () => {
    const baseline = new Baseline();
    baseline.add(known);
    baseline.add(other);
    const read = new Baseline(baseline.toString());
    assert.equal(read.isKnown(known), true);
    assert.equal(read.isKnown({ ...known, rule: 'other' }), false);
    assert.deepEqual(read.fixed(), [other]);
    assert.deepEqual(read.entries(), [known, other]);
  });

  it('refuses what is no baseline', () => {
    assert.throws(() => new Baseline('[]'), { code: 'KEYSIEVE_BASELINE' });
    assert.throws(() => new Baseline(new Baseline(undefined, 'a').toString(), 'b'), {
      code: 'KEYSIEVE_BASELINE',
      message: /another fingerprint key/,
    });
    assert.throws(() => new Baseline().add({ ...known, fingerprint: 'x' }), { code: 'KEYSIEVE_OPTION' });
    assert.throws(() => new Baseline(5 as never), { code: 'KEYSIEVE_OPTION', message: 'text: a text, not 5' });
    assert.throws(() => new Baseline().add(undefined as never), { code: 'KEYSIEVE_OPTION', message: /^finding: / });
    assert.throws(() => new Baseline().isKnown({ path: 'a' } as never), { code: 'KEYSIEVE_OPTION', message: /^rule: / });
  });
});
