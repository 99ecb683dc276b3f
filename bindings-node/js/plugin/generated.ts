import fs from 'node:fs';
import path from 'node:path';
import type { Target } from './options.js';

/**
 * The manifests that Next.js writes beside a server's outputs, and the keys that it makes for itself and
 * keeps there: nobody can put them anywhere else, and none of the manifests is shipped.
 */
const MANIFEST = /(^|\/)(server-reference-manifest|middleware-manifest)\.js(on)?$/;
const OWN_KEY = /\\?"(encryptionKey|NEXT_SERVER_ACTIONS_ENCRYPTION_KEY|__NEXT_PREVIEW_MODE_(ID|SIGNING_KEY|ENCRYPTION_KEY))\\?"\s*:\s*\\?"$/;
/** More of a text than such a name takes. */
const LONGEST = 100;

/** Whether what begins at an offset of an output is a framework's own and stands where it belongs. */
export function isGenerated(file: string, text: string, start: number, target: Target): boolean {
  if (target !== 'server' || !MANIFEST.test(file)) return false;
  return OWN_KEY.test(text.slice(Math.max(0, start - LONGEST), start));
}

/**
 * The key that Next.js has made for the server of this application, by the name it has there; it builds
 * the server before what browsers get, in which the key must not stand, whatever it is called there.
 */
export function generatedKeys(folder: string): Record<string, string> {
  try {
    const manifest = JSON.parse(fs.readFileSync(path.join(folder, 'server/server-reference-manifest.json'), 'utf8'));
    const key: unknown = manifest?.encryptionKey;
    return typeof key === 'string' ? { NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: key } : {};
  } catch {
    return {};
  }
}
