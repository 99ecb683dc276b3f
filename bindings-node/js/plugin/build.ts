import path from 'node:path';
import { Checker, type Emission } from './check.js';
import { defineVariables, environmentVariables } from './environment.js';
import type { Output, Searched } from './find.js';
import { writeReport } from './html.js';
import type { Leak, Report } from './leak.js';
import { type Options, type Settings, settings, type Target } from './options.js';
import { soon } from './soon.js';

/** What a bundler says of a build before it begins. */
export interface Setup {
  readonly root: string;
  /** All variables that the bundler reads; those of the process by default. */
  readonly env?: () => Readonly<Record<string, string | undefined>>;
  readonly define?: Readonly<Record<string, unknown>>;
  readonly envPrefix?: string | readonly string[];
  readonly isWatching?: boolean;
}

/** A plugin's part that is the same with every bundler. */
export class Build {
  readonly #settings: Settings;
  #checker: Checker | undefined;
  #root = process.cwd();
  /** The setup that is watched, if one is. */
  #watched: string | undefined;
  #exposed = new Set<string>();
  /** By output folder, so that a new run replaces what the last one found there. */
  readonly #leaks = new Map<string, readonly Leak[]>();

  constructor(options: Options | undefined) {
    this.#settings = settings(options);
  }

  /** Begins. Where a bundler says the same before each rebuild, what is known stays known. */
  begin({ root, env, define, envPrefix = [], isWatching = false }: Setup): void {
    const setup = JSON.stringify([root, define, envPrefix]);
    if (isWatching && setup === this.#watched) return;
    this.#watched = isWatching ? setup : undefined;
    const { env: given } = this.#settings;
    const variables = () => {
      const all = given === false ? {} : (given ?? env?.() ?? process.env);
      return [...environmentVariables(all), ...defineVariables(define)];
    };
    const publicPrefixes = [...this.#settings.publicPrefixes, ...[envPrefix].flat()].filter(Boolean);
    this.#root = root;
    this.#checker = new Checker({ ...this.#settings, publicPrefixes }, root, variables, isWatching);
  }

  /** Does what can be done before there is an output, as soon as the bundler works by itself. */
  prepareSoon(): void {
    soon(async () => this.#checker?.prepare());
  }

  /** Looks into outputs that are there before the others. */
  search(outputs: readonly Output[], folder: string, target: Target): readonly Searched[] {
    return this.#begun().search(outputs, folder, target);
  }

  #begun(): Checker {
    if (this.#checker === undefined) this.begin({ root: process.cwd() });
    return this.#checker as Checker;
  }

  /** The folder that the files in reports count from. */
  get root(): string {
    return this.#root;
  }

  get hasBegun(): boolean {
    return this.#checker !== undefined;
  }

  /** Whom outputs are for, where the bundler does not say. */
  target(known?: Target): Target {
    return this.#settings.target ?? known ?? 'client';
  }

  check(emission: Emission): Report {
    const report = this.#begun().check(emission);
    this.#leaks.set(`${emission.target} ${emission.folder}`, report.leaks);
    const { report: file } = this.#settings;
    if (file !== undefined) {
      writeReport(path.resolve(this.#root, file), [...this.#leaks.values()].flat());
    }
    // Once is enough, however many outputs there are.
    const exposed = report.exposed.filter(({ name }) => !this.#exposed.has(name));
    exposed.forEach(({ name }) => this.#exposed.add(name));
    return { ...report, exposed };
  }
}
