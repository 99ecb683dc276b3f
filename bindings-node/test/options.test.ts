import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { keysieve } from 'keysieve/esbuild';
import { BUNDLERS, type Built, copyOf } from './bundlers.js';
import { githubToken } from './tokens.js';

const UPDATE = 'KEYSIEVE_UPDATE_BASELINE';

describe('the options of a plugin', () => {
  afterEach(() => {
    delete process.env[UPDATE];
  });

  /** The application with a secret in it. */
  const build = (options: object): Promise<Built> => {
    const esbuild = BUNDLERS['esbuild'] as NonNullable<(typeof BUNDLERS)['esbuild']>;
    return esbuild(copyOf('plain', { TOKEN: githubToken() }), { options });
  };

  it('are refused where they are none', () => {
    const refused: [options: unknown, message: RegExp][] = [
      [{ target: 'browser' }, /^target: `browser` is none of: client, server$/],
      [{ client: 'eror' }, /^client: `eror` is none of: error, warn, off$/],
      [{ conditional: true }, /^conditional: true is none of/],
      [{ exclude: 'vendor' }, /^exclude: an array, not a string$/],
      [{ exclude: [5] }, /^exclude\[0\]: a text or a RegExp, not 5$/],
      [{ baselin: 'x' }, /^options: `baselin` is none of: /],
      [{ baseline: true }, /^baseline: a text, not true$/],
      [{ scanner: { minConfidense: 90 } }, /^scanner: `minConfidense` is none of: /],
      [{ scanner: { minConfidence: '90' } }, /^scanner\.minConfidence: /],
      [{ cache: 5 }, /^cache: a text, not 5$/],
      [{ env: true }, /^env: an object, not true$/],
      ['x', /^options: an object, not a string$/],
    ];
    for (const [options, message] of refused) {
      assert.throws(() => keysieve(options as never), { name: 'KeysieveError', code: 'KEYSIEVE_OPTION', message }, String(message));
    }
  });

  it('leave out by a global expression what they leave out by any', async () => {
    const exclude = [/\.js$/g];
    for (let at = 0; at < 2; at++) assert.equal((await build({ exclude })).error, '');
  });

  it('update the baseline if the environment says yes, and say how much is accepted', async () => {
    for (const no of ['', '0', 'false', 'no']) {
      process.env[UPDATE] = no;
      assert.ok((await build({ baseline: '.baseline' })).error, no);
    }
    process.env[UPDATE] = '1';
    const { error, warnings } = await build({ baseline: '.baseline' });
    assert.equal(error, '');
    assert.deepEqual(warnings, ['keysieve: keysieve: 1 accepted from now on, by .baseline']);
  });
});
