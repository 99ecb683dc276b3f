import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, it } from 'node:test';
import {
  type Finding,
  redact,
  RedactStream,
  RedactTransformStream,
  scan,
  Scanner,
  ScanStream,
  ScanTransformStream,
} from 'keysieve';
import { base62, githubToken, stripeKey } from './tokens.js';

/** A text with credentials, some of them split between pieces. */
function text(): string {
  let text = '';
  for (let at = 0; at < 300; at++) {
    text += `line ${at} ä🗝️ ${base62(randomInt(400))}\n`;
    if (at % 7 === 0) text += `token = "${at % 2 ? githubToken() : stripeKey()}"\n`;
  }
  return text;
}

function* pieces(bytes: Buffer, most: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; ) {
    const length = randomInt(1, most + 1);
    yield bytes.subarray(at, at + length);
    at += length;
  }
}

describe('a stream', () => {
  for (const most of [1, 7, 4096, 1 << 20]) {
    it(`finds in pieces of up to ${most} bytes what is in the whole`, async () => {
      const bytes = Buffer.from(text());
      const expected = scan(bytes);
      assert.ok(expected.length > 40);
      const ofNode: Finding[] = [];
      for await (const finding of Readable.from(pieces(bytes, most)).pipe(new ScanStream())) ofNode.push(finding);
      assert.deepEqual(ofNode, [...expected]);
      const ofWeb: Finding[] = [];
      const source = Readable.toWeb(Readable.from(pieces(bytes, most))) as ReadableStream<Uint8Array>;
      for await (const finding of source.pipeThrough(new ScanTransformStream()) as unknown as AsyncIterable<Finding>) {
        ofWeb.push(finding);
      }
      assert.deepEqual(ofWeb, ofNode);
    });
  }

  it('takes text, and counts the bytes of its UTF-8', async () => {
    const token = githubToken();
    const stream = new ScanStream();
    stream.write('ä');
    stream.end(` ${token}`);
    const [finding] = await stream.toArray();
    assert.deepEqual([finding.start, finding.end], [3, 43]);
  });

  it('uses the scanner it is given', async () => {
    const scanner = new Scanner({ allow: [{ paths: ['^test/'] }] });
    const stream = new ScanStream({ scanner, path: 'test/a.js' });
    stream.end(githubToken());
    assert.deepEqual(await stream.toArray(), []);
    assert.equal(stream.suppressed, 1);
    assert.equal(stream.incomplete, undefined);
  });

  it('fails on what is no bytes', async () => {
    const web = new ScanTransformStream();
    const read = web.readable.getReader().read();
    await assert.rejects(web.writable.getWriter().write(1 as never), { code: 'KEYSIEVE_INPUT' });
    await assert.rejects(read, { code: 'KEYSIEVE_INPUT' });
    assert.throws(() => new ScanStream().write(1), { code: 'ERR_INVALID_ARG_TYPE' });
  });
});

describe('a stream that redacts', () => {
  for (const most of [7, 4096, 1 << 20]) {
    it(`gives of pieces of up to ${most} bytes what is left of the whole`, async () => {
      const bytes = Buffer.from(text());
      const expected = redact(bytes);
      const ofNode = await Readable.from(pieces(bytes, most)).pipe(new RedactStream()).toArray();
      assert.equal(Buffer.concat(ofNode).toString(), expected.toString());
      const ofWeb: Uint8Array[] = [];
      const source = Readable.toWeb(Readable.from(pieces(bytes, most))) as ReadableStream<Uint8Array>;
      for await (const piece of source.pipeThrough(new RedactTransformStream()) as unknown as AsyncIterable<Uint8Array>) {
        ofWeb.push(piece);
      }
      assert.equal(Buffer.concat(ofWeb).toString(), expected.toString());
    });
  }

  it('replaces as it is told, and gives out early what is settled', async () => {
    const token = githubToken();
    const masking = new RedactStream({ with: 'mask' });
    masking.end(`a ${token} b`);
    assert.equal(Buffer.concat(await masking.toArray()).toString(), `a ${'*'.repeat(40)} b`);
    const stream = new RedactStream();
    for (let at = 0; at < 64; at++) stream.write(Buffer.alloc(1 << 16, 'x \n'));
    assert.ok((stream.read() as Buffer | null)?.length);
    assert.throws(() => new RedactStream({ with: 'nothing' as never }), { code: 'KEYSIEVE_OPTION' });
  });
});

describe('the memory of streams', () => {
  /** What is new in memory after many streams, in bytes, with other garbage between them. */
  async function taken(use: () => unknown): Promise<number> {
    const before = process.memoryUsage().rss;
    for (let at = 0; at < 800; at++) {
      await use();
      JSON.parse(JSON.stringify(Array.from({ length: 1000 }, (_, key) => ({ key }))));
    }
    return process.memoryUsage().rss - before;
  }

  const uses: Record<string, () => unknown> = {
    'have ended': () => Readable.from([Buffer.from('x')]).pipe(new RedactStream()).toArray(),
    'were destroyed': () =>
      new Promise((done) => {
        const stream = new RedactStream().once('close', done);
        stream.write('x');
        stream.destroy();
      }),
    'were never used': () => new RedactStream(),
    // What is collected is freed when the event loop turns.
    'were left open': () => new Promise((done) => new RedactStream().write('x', () => setImmediate(done))),
  };
  for (const [which, use] of Object.entries(uses)) {
    it(`is free again if they ${which}`, async () => {
      // Each takes half a megabyte.
      const bytes = await taken(use);
      assert.ok(bytes < 200 << 20, `${bytes} bytes`);
    });
  }
});

describe('pieces of text', () => {
  const text = 'x 🗝️ \ud800 y\udc00 \ud800';
  const expected = Buffer.from(text).toString();

  it('may split a surrogate pair', async () => {
    const ofNode = Readable.from(text.split('')).pipe(new RedactStream());
    assert.equal(Buffer.concat(await ofNode.toArray()).toString(), expected);
    const web = new RedactTransformStream();
    const source = Readable.toWeb(Readable.from(text.split(''))) as ReadableStream<string>;
    const ofWeb = await Readable.fromWeb(source.pipeThrough(web) as never).toArray();
    assert.equal(Buffer.concat(ofWeb).toString(), expected);
    const found = new ScanStream();
    const token = githubToken();
    for (const piece of ['\ud83d', '\udddd', ' ', token]) found.write(piece);
    found.end();
    assert.deepEqual((await found.toArray()).map(({ start }) => start), [5]);
  });

  it('may be mixed with bytes, and have another encoding', async () => {
    const stream = new RedactStream();
    stream.write('\ud800');
    stream.write(Buffer.from('é'));
    stream.write('c3a9', 'hex');
    stream.end('ü', 'latin1');
    assert.equal(Buffer.concat(await stream.toArray()).toString('latin1'), Buffer.from('\ufffdéé').toString('latin1') + 'ü');
  });
});
