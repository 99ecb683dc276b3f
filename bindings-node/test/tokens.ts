/** Credentials of the right form, made at random: none of them stands in a file. */
import { randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

export function base62(length: number): string {
  return Array.from({ length }, () => BASE62[randomInt(62)]).join('');
}

/**
 * No two letters meet and none comes twice, and digits do not count up: chance writes no word into it,
 * no `xxxx` and no `1234`, which would make an example of it.
 */
function wordless(length: number): string {
  const letters = [...'abcdefghijklmnopqrstuvwxyz'];
  const from = randomInt(10);
  return Array.from({ length }, (_, at) => {
    if (at % 2) return '3850274916'[(from + (at >> 1)) % 10];
    const [letter = ''] = letters.splice(randomInt(letters.length), 1);
    return randomInt(2) ? letter : letter.toUpperCase();
  }).join('');
}

/** A GitHub token, whose last six characters are a checksum. */
export function githubToken(): string {
  const body = base62(30);
  let sum = '';
  for (let rest = crc32(body); sum.length < 6; rest = Math.floor(rest / 62)) sum = BASE62[rest % 62] + sum;
  return `${['gh', 'p_'].join('')}${body}${sum}`;
}

/** A secret key of Stripe, or the publishable one that is made to be shipped. */
export function stripeKey(kind: 'sk' | 'pk' = 'sk'): string {
  return `${kind}_${['li', 've'].join('')}_${wordless(24)}`;
}

/** A key of Google, which may be public or not. */
export function googleKey(): string {
  return `${['AI', 'za'].join('')}Sy${wordless(33)}`;
}

/** A password as a machine makes it. */
export function password(): string {
  return wordless(20);
}

/** Numbers that look drawn and are the same in every run: mulberry32. */
export function drawn(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
