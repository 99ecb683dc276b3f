import fs from 'node:fs';
import path from 'node:path';
import { Baseline } from '../baseline.js';
import { builtin, Scanner } from '../scanner.js';
import type { Class, Data } from '../types.js';
import { Accepted } from './accepted.js';
import { withoutLines } from './by-line.js';
import { Cache, digest } from './cache.js';
import { EnvFiles } from './env-files.js';
import { Environment, type Variable } from './environment.js';
import { Finder, type Found, type Output, type Searched, textOf } from './find.js';
import { masked } from './frame.js';
import { beginning, Frames, type Located } from './frames.js';
import { type Graph, importChain, outputName, shown } from './graph.js';
import type { Exposed, Leak, NamedVariable, Place, Report } from './leak.js';
import type { Mode, Settings, Target } from './options.js';
import { mappedOrigin, type Origin, searchedOrigin, Sources } from './origin.js';
import { Rules } from './rules.js';
import { Upkeep } from './upkeep.js';
import { inlineMap, originalOf, parseMap, type RawSourceMap, Tracer } from './source-map.js';

/** All that is emitted together. */
export interface Emission {
  readonly outputs: readonly Output[];
  /** What stands in others, which were there before. */
  readonly searched?: readonly Searched[] | undefined;
  readonly graph: Graph;
  readonly target: Target;
  /** The output folder. */
  readonly folder: string;
}

/** What there is to know before anything is scanned. */
interface Knowledge {
  readonly environment: Environment;
  readonly cache: Cache | undefined;
  readonly finder: Finder;
}

/** What there is around a build. */
export interface Surroundings {
  readonly root: string;
  readonly variables: () => readonly Variable[];
  /** The folders that may have `.env` files. */
  readonly envDirs: readonly string[];
  readonly isWatching: boolean;
}

/** Scans what a build emits and finds out where the credentials in it come from. */
export class Checker {
  readonly #settings: Settings;
  readonly #root: string;
  readonly #envDirs: readonly string[];
  readonly #scanner: Scanner;
  readonly #scanners: { readonly scanner: Scanner; readonly outputScanner: Scanner };
  readonly #rules: Rules;
  readonly #variables: () => readonly Variable[];
  readonly #isWatching: boolean;
  #known: Knowledge | undefined;

  /** The scanner is made at once, so that rules that are none are told of before anything is built. */
  constructor(settings: Settings, { root, variables, envDirs, isWatching }: Surroundings) {
    this.#settings = settings;
    this.#root = root;
    this.#envDirs = envDirs;
    const { scanner: options } = settings;
    this.#scanner = options === undefined ? builtin() : new Scanner(options);
    const forOutputs = options && withoutLines(options);
    const outputScanner = forOutputs === options ? this.#scanner : new Scanner(forOutputs);
    this.#scanners = { scanner: this.#scanner, outputScanner };
    this.#rules = new Rules(this.#scanner);
    this.#variables = variables;
    this.#isWatching = isWatching;
  }

  /** Looks at the variables, unless that has been done. */
  prepare(): Knowledge {
    if (this.#known) return this.#known;
    const settings = this.#settings;
    const environment = new Environment(this.#variables(), settings.publicPrefixes, this.#scanner);
    const cache = this.#cacheFor(environment);
    const finder = new Finder(this.#root, this.#scanners, environment, this.#rules, cache);
    return (this.#known = { environment, cache, finder });
  }

  #cacheFor(environment: Environment): Cache | undefined {
    const { cache, scanner } = this.#settings;
    if (!this.#isWatching && !cache) return undefined;
    const prints = environment.secrets.map((known) => known.fingerprint);
    const choice = digest(Buffer.from(JSON.stringify([scanner, prints])), 'options');
    const standard = path.join(this.#root, 'node_modules/.cache/keysieve.json');
    const file = cache === true ? standard : cache ? path.resolve(this.#root, cache) : undefined;
    return new Cache(choice, file);
  }

  get #environment(): Environment {
    return this.prepare().environment;
  }

  /** What stands in outputs that are not left out. */
  search(outputs: readonly Output[], folder: string, target: Target): Searched[] {
    const { finder } = this.prepare();
    if (this.#settings[target] === 'off') return [];
    return outputs.filter((output) => this.#isWanted(output, folder)).map((output) => finder.search(output, folder, target));
  }

  check(emission: Emission): Report {
    const { outputs, folder, target, searched = [] } = emission;
    const all = [...this.search(outputs, folder, target), ...searched];
    this.prepare().cache?.write();
    const incomplete = all.flatMap(({ file, limit }) => (limit === undefined ? [] : [{ file, limit }]));
    const found = all.flatMap(({ found }) => found);
    const envFiles = new EnvFiles(this.#root, this.#envDirs);
    const leaks = found.length > 0 ? this.#leaks(found, emission, envFiles) : [];
    const compared = this.#compare(leaks.map(({ leak }) => leak), emission);
    // Frames take the longest, so only what is shown gets one.
    const kept = new Set(compared.leaks);
    const shown = leaks.filter(({ leak }) => kept.has(leak));
    return {
      ...compared,
      leaks: new Frames(this.#scanner, this.#environment).added(shown),
      exposed: this.#exposed(leaks.map(({ leak }) => leak), envFiles),
      incomplete,
    };
  }

  #isWanted({ file }: Output, folder: string): boolean {
    const names = new Set([file, outputName(this.#root, folder, file)]);
    const isIn = (pattern: string | RegExp) =>
      // A search does not go on where the last one ended, as `test` of a global expression does.
      [...names].some((name) => (typeof pattern === 'string' ? name.includes(pattern) : name.search(pattern) !== -1));
    return !this.#settings.exclude.some(isIn);
  }

  /** The same credential at the same place of the originals is one, in however many outputs. */
  #leaks(found: readonly Found[], emission: Emission, envFiles: EnvFiles): Located[] {
    const sources = new Sources();
    const accepted = new Accepted(this.#scanner, this.#settings.scanner);
    const tracers = new Map<Output, Tracer | undefined>();
    const leaks = new Map<string, Located & { places: Place[] }>();
    for (const item of found) {
      const { finding, known, output, secret } = item;
      const mode = this.#mode(finding.class, emission.target);
      if (mode === 'off') continue;
      const variables = this.#environment.namesOf(known?.secret ?? secret);
      const mapped =
        item.origin ??
        // What stands in a map itself is nothing that it leads from.
        (item.place ? undefined : this.#traced(item, emission, tracers, sources));
      const origin = (mapped && this.#inProject(mapped, item, emission, sources)) ?? searched(item, emission.graph, variables, sources);
      const { line, column } = item.place ?? finding;
      const name = outputName(this.#root, emission.folder, output.file);
      const place = { file: name, line, column };
      const from = origin && { ...origin, file: shown(this.#root, origin.file) };
      if (from && known === undefined && accepted.has(finding.rule, from, from.file)) continue;
      const key = JSON.stringify([finding.rule, finding.fingerprint, from?.file ?? name, from?.line, from?.column]);
      const before = leaks.get(key);
      if (before) {
        if (before.places.every((other) => other.file !== place.file)) before.places.push(place);
        continue;
      }
      const places = [place];
      const leak: Leak = {
        mode,
        target: emission.target,
        rule: this.#rules.of(finding.rule, finding.name),
        confidence: finding.confidence,
        validity: finding.validity,
        facts: finding.facts,
        reasons: finding.reasons,
        fingerprint: finding.fingerprint,
        masked: masked(known?.secret ?? secret),
        outputs: places,
        origin: from && { file: from.file, line: from.line, column: from.column },
        chain: origin ? this.#chain(emission.graph, origin.file) : [],
        variables: named(variables, envFiles),
        frame: undefined,
      };
      leaks.set(key, { leak, places, origin, secret });
    }
    return [...leaks.values()];
  }

  #mode(kind: Class, target: Target): Mode {
    const mode = this.#settings[target];
    if (kind === 'public') return 'off';
    if (kind === 'secret') return mode;
    // What depends fails no build that a secret would not fail.
    const { conditional } = this.#settings;
    return mode === 'error' || conditional === 'off' ? conditional : mode;
  }

  #traced(
    { output, finding, secret }: Found,
    emission: Emission,
    tracers: Map<Output, Tracer | undefined>,
    sources: Sources,
  ): Origin | undefined {
    if (!tracers.has(output)) tracers.set(output, this.#tracer(output, emission));
    const mapped = tracers.get(output)?.trace(finding.line, finding.column);
    if (mapped === undefined) return undefined;
    const origin = mappedOrigin(mapped, beginning(secret), sources);
    return origin.isExact
      ? origin
      : (searchedOrigin(emission.graph, output.file, beginning(secret), sources, true) ?? origin);
  }

  /**
   * Maps of packages name files of their own, which bundlers take for the project's, far above it. Where
   * there is no such file, the module that the value stands in is what can be opened.
   */
  #inProject(origin: Origin, { output, secret }: Found, { graph }: Emission, sources: Sources): Origin {
    if (!shown(this.#root, origin.file).startsWith('../') || fs.existsSync(origin.file)) return origin;
    const chunk = output.file.replace(/\.map$/, '');
    return searchedOrigin(graph, chunk, beginning(secret), sources, true) ?? origin;
  }

  #tracer(output: Output, emission: Emission): Tracer | undefined {
    const named = output.mapFile ?? `${output.file}.map`;
    const sibling = () => emission.outputs.find((other) => other.file === named)?.source;
    const map = output.map ?? mapIn(sibling()) ?? inlineMap(textOf(output.source));
    if (!map) return undefined;
    return Tracer.of(map, (source) => originalOf(source, emission.folder, output.file, this.#root));
  }

  #chain(graph: Graph, file: string): string[] {
    const chain = importChain(graph, file);
    return chain.length > 1 ? chain.map((file) => shown(this.#root, file)) : [];
  }

  /** Leaves out what the baseline knows, or writes it. */
  #compare(leaks: readonly Leak[], { outputs, folder }: Emission): Pick<Report, 'leaks' | 'accepted' | 'written'> {
    const { baseline, updateBaseline, scanner } = this.#settings;
    if (baseline === undefined) return { leaks, accepted: 0, written: undefined };
    const file = path.resolve(this.#root, baseline);
    const text = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined;
    const known = new Baseline(text, scanner?.fingerprintKey);
    if (updateBaseline) {
      const names = new Set(outputs.map((output) => withoutHash(outputName(this.#root, folder, output.file))));
      const updated = new Baseline(undefined, scanner?.fingerprintKey);
      const upkeep = new Upkeep(this.#root, file, this.#scanner, this.#environment);
      for (const before of known.entries()) {
        if (upkeep.isThere(before, names)) updated.add(before);
      }
      for (const leak of leaks) updated.add(upkeep.added(entry(leak)));
      fs.writeFileSync(file, updated.toString());
      return { leaks: [], accepted: leaks.length, written: baseline };
    }
    const kept = leaks.filter((leak) => !known.isKnown(entry(leak)));
    return { leaks: kept, accepted: leaks.length - kept.length, written: undefined };
  }

  /** Secrets under a name that ships them, beside those that were found to be shipped. */
  #exposed(leaks: readonly Leak[], envFiles: EnvFiles): Exposed[] {
    const found = new Set(leaks.flatMap((leak) => leak.variables.map(({ name }) => name)));
    return this.#environment.secrets
      .filter(({ isExposed, variable }) => isExposed && !found.has(variable.name))
      .map(({ variable, rule }) => ({
        name: variable.name,
        setIn: envFiles.placeOf(variable),
        rule: this.#rules.of(rule),
      }));
  }
}

/** The variables, each one once, whatever values of one name there are. */
function named(variables: readonly Variable[], envFiles: EnvFiles): NamedVariable[] {
  const all = new Map<string, NamedVariable>();
  for (const variable of variables) {
    const { kind, name } = variable;
    const key = `${kind} ${name}`;
    const setIn = all.get(key)?.setIn ?? envFiles.placeOf(variable);
    all.set(key, { kind, name, setIn });
  }
  return [...all.values()];
}

function mapIn(data: Data | undefined): RawSourceMap | undefined {
  return data === undefined ? undefined : parseMap(textOf(data));
}

/** Without a source map: where the value stands in the output's modules, or the name of it. */
function searched(
  { output, secret }: Found,
  graph: Graph,
  variables: readonly Variable[],
  sources: Sources,
): Origin | undefined {
  const origin = searchedOrigin(graph, output.file, beginning(secret), sources, true);
  if (origin) return origin;
  for (const { name } of variables) {
    const escaped = name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    const used = new RegExp(`(?<![\\w$])${escaped}(?![\\w$])`);
    const origin = searchedOrigin(graph, output.file, used, sources, false);
    if (origin) return origin;
  }
  return undefined;
}

/** How the baseline names a leak: by its original, else by its output without the hash in its name. */
function entry({ rule, fingerprint, origin, outputs }: Leak) {
  return { path: origin?.file ?? withoutHash(outputs[0]?.file ?? ''), rule: rule.id, fingerprint };
}

/** The name of an output that stays the same when its content changes. */
export function withoutHash(file: string): string {
  return file.replace(/[-.][\w-]{8,}(?=(\.\w+)+$)/, '');
}
