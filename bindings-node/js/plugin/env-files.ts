import fs from 'node:fs';
import path from 'node:path';
import type { Variable } from './environment.js';
import { shown } from './graph.js';

/** The lines of a file that set a variable: its name, and what stands behind it. */
const SETTING = /^[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*[=:][ \t]*["'`]?(.*)$/;

/**
 * The files that people keep the variables of a build in (`.env`, `.env.local`, `.env.production`, …).
 * Which of them a bundler reads depends on much, so they are told by the value: nothing is said of a
 * variable that none of them sets to it.
 */
export class EnvFiles {
  readonly #root: string;
  readonly #folders: readonly string[];
  #lines: readonly { readonly name: string; readonly value: string; readonly place: string }[] | undefined;

  constructor(root: string, folders: readonly string[]) {
    this.#root = root;
    this.#folders = [...new Set(folders.map((folder) => path.resolve(root, folder)))];
  }

  /** The file and line that set a variable, if one does. */
  placeOf({ kind, name, value }: Variable): string | undefined {
    if (kind !== 'environment variable') return undefined;
    this.#lines ??= this.#folders.flatMap((folder) => [...this.#settings(folder)]);
    // Of a value of many lines the first one has to do.
    const [first = ''] = value.split('\n');
    return this.#lines.find((line) => line.name === name && line.value.startsWith(first))?.place;
  }

  *#settings(folder: string) {
    for (const file of envFiles(folder)) {
      for (const [at, line] of readLines(path.join(folder, file)).entries()) {
        const [, name, value] = SETTING.exec(line) ?? [];
        if (name === undefined || value === undefined) continue;
        yield { name, value, place: `${shown(this.#root, path.join(folder, file))}:${at + 1}` };
      }
    }
  }
}

/** What says more about a mode or a machine comes first, as it does where they are read. */
function envFiles(folder: string): string[] {
  const names = entries(folder).filter((name) => /^\.env(\.|$)/.test(name));
  const rank = (name: string) => name.split('.').length + (name.endsWith('.local') ? 0.5 : 0);
  return names.sort((one, other) => rank(other) - rank(one) || (one < other ? -1 : 1));
}

function entries(folder: string): string[] {
  try {
    return fs.readdirSync(folder);
  } catch {
    return [];
  }
}

function readLines(file: string): string[] {
  try {
    return fs.readFileSync(file, 'utf8').split(/\r?\n/);
  } catch {
    return [];
  }
}
