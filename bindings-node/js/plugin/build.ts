import path from 'node:path';
import { Checker, type Emission, withoutHash } from './check.js';
import { defineVariables, environmentVariables } from './environment.js';
import type { Output, Searched } from './find.js';
import { writeReport } from './html.js';
import type { Exposed, Leak, Report } from './leak.js';
import { type Options, type Settings, settings, type Target } from './options.js';
import { soon } from './soon.js';

/** What a bundler says of a build before it begins. */
export interface Setup {
  readonly root: string;
  /** All variables that the bundler reads; those of the process by default. */
  readonly env?: () => Readonly<Record<string, string | undefined>>;
  /** Where the bundler looks for `.env` files, beside its root. */
  readonly envDir?: string | undefined;
  readonly define?: Readonly<Record<string, unknown>>;
  readonly envPrefix?: string | readonly string[];
  readonly isWatching?: boolean;
}

/**
 * A plugin's part that is the same with every bundler. One plugin may serve several builds, even at
 * once: what one of them says of itself is kept in its own {@link Build}.
 */
export class Builds {
  readonly #settings: Settings;
  readonly #exposed = new Set<string>();
  #found: readonly Found[] = [];

  constructor(options: Options | undefined) {
    this.#settings = settings(options);
  }

  /** Begins one. Where a bundler says the same before each rebuild, the build before goes on. */
  begin(setup: Setup, before?: Build): Build {
    return before?.isAgain(setup) ? before : new Build(this, this.#settings, setup);
  }

  /** Whom outputs are for, where the bundler does not say. */
  target(known?: Target): Target {
    return this.#settings.target ?? known ?? 'client';
  }

  /** Writes the report of all builds, this emission with them. */
  writeReport(root: string, { outputs, target, folder }: Emission, leaks: readonly Leak[]): void {
    if (this.#settings.report === undefined) return;
    const file = path.resolve(root, this.#settings.report);
    const found: Found = { place: `${file} ${target} ${folder}`, names: new Set(outputs.map(({ file }) => withoutHash(file))), file, leaks };
    // A new run replaces what the last one found, but not what another one did that writes beside it.
    const isBefore = ({ place, names }: Found) => place === found.place && [...names].some((name) => found.names.has(name));
    this.#found = [...this.#found.filter((other) => !isBefore(other)), found];
    writeReport(file, this.#found.flatMap((other) => (other.file === file ? other.leaks : [])));
  }

  /** Those that nobody was told of: once is enough, however many outputs and builds there are. */
  news(exposed: readonly Exposed[]): Exposed[] {
    const news = exposed.filter(({ name }) => !this.#exposed.has(name));
    news.forEach(({ name }) => this.#exposed.add(name));
    return news;
  }
}

/** What was found in an emission, for the report in a file. */
interface Found {
  readonly place: string;
  readonly names: ReadonlySet<string>;
  readonly file: string;
  readonly leaks: readonly Leak[];
}

/** One build, and all rebuilds that are set up as it is. */
export class Build {
  /** The folder that the files in reports count from. */
  readonly root: string;
  readonly #builds: Builds;
  readonly #checker: Checker;
  /** The setup that is watched, if one is. */
  readonly #watched: string | undefined;

  constructor(builds: Builds, settings: Settings, setup: Setup) {
    const { root, env, envDir = root, define, envPrefix = [], isWatching = false } = setup;
    const variables = () => {
      const all = settings.env === false ? {} : (settings.env ?? env?.() ?? process.env);
      return [...environmentVariables(all), ...defineVariables(define)];
    };
    const publicPrefixes = [...settings.publicPrefixes, ...[envPrefix].flat()].filter(Boolean);
    this.root = root;
    this.#builds = builds;
    const envDirs = [envDir, root, process.cwd()];
    this.#checker = new Checker({ ...settings, publicPrefixes }, { root, variables, envDirs, isWatching });
    this.#watched = isWatching ? printOf(setup) : undefined;
  }

  /** Whether this is the build before a rebuild. */
  isAgain(setup: Setup): boolean {
    return Boolean(setup.isWatching) && printOf(setup) === this.#watched;
  }

  /** Does what can be done before there is an output, as soon as the bundler works by itself. */
  prepareSoon(): void {
    soon(async () => this.#checker.prepare());
  }

  /** Looks into outputs that are there before the others. */
  search(outputs: readonly Output[], folder: string, target: Target): readonly Searched[] {
    return this.#checker.search(outputs, folder, target);
  }

  check(emission: Emission): Report {
    const report = this.#checker.check(emission);
    this.#builds.writeReport(this.root, emission, report.leaks);
    return { ...report, exposed: this.#builds.news(report.exposed) };
  }
}

function printOf({ root, define, envPrefix = [] }: Setup): string {
  return JSON.stringify([root, defineVariables(define), envPrefix]);
}
