import fs from 'node:fs';
import path from 'node:path';
import { Baseline } from '../baseline.js';
import { redact, Scanner } from '../scanner.js';
import type { Class, Data, Finding, Rule } from '../types.js';
import { Cache, digest, type Hit, type Scanned } from './cache.js';
import { Environment, type KnownPlace, type KnownSecret, type Variable } from './environment.js';
import { codeFrame, masked, offsetOf, veiled } from './frame.js';
import { type Graph, importChain, shown } from './graph.js';
import type { Exposed, Leak, Place, Report } from './leak.js';
import type { Mode, Settings, Target } from './options.js';
import { mappedOrigin, type Origin, searchedOrigin, Sources } from './origin.js';
import { inlineMap, parseMap, type RawSourceMap, sourceFile, Tracer } from './source-map.js';

/** Something that a build emits. */
export interface Output {
  /** Its name, from the output folder on. */
  readonly file: string;
  readonly source: Data;
  /** Its source map, where the bundler has it at hand. */
  readonly map?: RawSourceMap | null;
  /** The output that is its source map. */
  readonly mapFile?: string | null;
  /** The original, where the output is a copy of it. */
  readonly copyOf?: string;
}

/** All that is emitted together. */
export interface Emission {
  readonly outputs: readonly Output[];
  readonly graph: Graph;
  readonly target: Target;
  /** The output folder. */
  readonly folder: string;
}

/** A credential in one output. */
interface Found {
  readonly finding: Finding;
  readonly known: KnownSecret | undefined;
  readonly secret: string;
  readonly output: Output;
  readonly origin: Origin | undefined;
}

/** Scans what a build emits and finds out where the credentials in it come from. */
export class Checker {
  readonly #settings: Settings;
  readonly #root: string;
  readonly #scanner: Scanner;
  readonly #environment: Environment;
  readonly #cache: Cache | undefined;
  readonly #rules = new Map<string, Rule>();

  constructor(settings: Settings, root: string, variables: readonly Variable[], isWatching: boolean) {
    this.#settings = settings;
    this.#root = root;
    this.#scanner = new Scanner(settings.scanner);
    this.#environment = new Environment(variables, settings.publicPrefixes, settings.scanner);
    const { cache } = settings;
    if (isWatching || cache) {
      const prints = this.#environment.secrets.map((known) => known.fingerprint);
      const choice = digest(JSON.stringify([settings.scanner, prints, this.#scanner.rules.length]));
      const standard = path.join(root, 'node_modules/.cache/keysieve.json');
      const file = cache === true ? standard : cache ? path.resolve(root, cache) : undefined;
      this.#cache = new Cache(choice, file);
    }
  }

  check(emission: Emission): Report {
    const mode = this.#settings[emission.target];
    const outputs = mode === 'off' ? [] : emission.outputs.filter((output) => this.#isWanted(output));
    const incomplete: { file: string; limit: string }[] = [];
    const found: Found[] = [];
    for (const output of outputs) {
      const limit = this.#find(output, emission, found);
      if (limit !== undefined) incomplete.push({ file: output.file, limit });
    }
    this.#cache?.write();
    const leaks = found.length > 0 ? this.#leaks(found, emission) : [];
    const { kept, accepted } = this.#compare(leaks);
    return { leaks: kept, exposed: this.#exposed(leaks), incomplete, accepted };
  }

  #isWanted({ file }: Output): boolean {
    return !this.#settings.exclude.some((pattern) =>
      typeof pattern === 'string' ? file.includes(pattern) : pattern.test(file),
    );
  }

  /** All credentials in one output; gives back the limit that was reached, if one was. */
  #find(output: Output, emission: Emission, found: Found[]): string | undefined {
    const { source, file } = output;
    const map = file.endsWith('.map') ? parseMap(textOf(source)) : undefined;
    if (map !== undefined) return this.#findInSources(map, output, emission, found);
    const scanned = this.#scan(source, file);
    const limit = scanned.incomplete?.limit;
    if (scanned.hits.length === 0) return limit;
    // Positions in maps count as strings do.
    const text = textOf(source);
    const hits = typeof source === 'string' ? scanned.hits : this.#scan(text, file).hits;
    const inline = inlineMap(text);
    for (const { finding, known } of hits) {
      if (inline && finding.start >= inline.start && finding.start < inline.end) continue;
      const secret = text.slice(finding.start, finding.end);
      const origin = output.copyOf === undefined ? undefined : exactly(output.copyOf, finding, text);
      found.push({ finding, known: this.#known(known), secret, output, origin });
    }
    if (inline) this.#findInSources(inline.map, output, emission, found);
    return limit;
  }

  /** The originals in a source map are shipped with it. */
  #findInSources(
    map: RawSourceMap,
    output: Output,
    emission: Emission,
    found: Found[],
  ): string | undefined {
    const folder = path.dirname(path.resolve(emission.folder, output.file));
    let limit: string | undefined;
    for (const [at, content] of (map.sourcesContent ?? []).entries()) {
      if (!content) continue;
      const file = sourceFile((map.sourceRoot ?? '') + (map.sources[at] ?? ''), folder, this.#root);
      const scanned = this.#scan(content, shown(this.#root, file));
      limit ??= scanned.incomplete?.limit;
      for (const { finding, known } of scanned.hits) {
        const secret = content.slice(finding.start, finding.end);
        const origin = exactly(file, finding, content);
        found.push({ finding, known: this.#known(known), secret, output, origin });
      }
    }
    return limit;
  }

  #known(at: number | undefined): KnownSecret | undefined {
    return at === undefined ? undefined : this.#environment.secrets[at];
  }

  #scan(data: Data, file: string): Scanned {
    const scan = () => this.#scanOnce(data, file);
    return this.#cache ? this.#cache.scan(data, scan) : scan();
  }

  #scanOnce(data: Data, file: string): Scanned {
    const findings = this.#scanner.scan(data, { path: file });
    const hits: Hit[] = findings.map((finding) => ({ finding }));
    for (const place of this.#environment.find(data)) {
      const { start, end, value } = place;
      const at = hits.findIndex(({ finding }) => finding.start < end && start < finding.end);
      const known = this.#environment.secrets[value] as KnownSecret;
      if (at === -1) hits.push({ finding: this.#knownFinding(known, place), known: value });
      else hits[at] = { finding: (hits[at] as Hit).finding, known: value };
    }
    return { hits, incomplete: findings.incomplete };
  }

  /** A known secret as a finding of the rule that says that it is one. */
  #knownFinding({ rule, fingerprint }: KnownSecret, place: KnownPlace): Finding {
    const { start, end, line, column, form } = place;
    const { name, severity, category, class: kind } = this.#ruleOf(rule) ?? UNKNOWN;
    return {
      ...{ rule, name, start, end, redactStart: start, redactEnd: end, line, column, fingerprint },
      ...{ severity, category, class: kind, confidence: 100, validity: 'unchecked' },
      reasons: [`value of the build's environment (${form})`],
      ...{ facts: {}, companions: [], decoded: [] },
    };
  }

  /** The same credential at the same place of the originals is one, in however many outputs. */
  #leaks(found: readonly Found[], emission: Emission): Leak[] {
    const sources = new Sources();
    const tracers = new Map<Output, Tracer | undefined>();
    const leaks = new Map<string, Leak & { outputs: Place[] }>();
    for (const item of found) {
      const { finding, known, output, secret } = item;
      const mode = this.#mode(finding.class, emission.target);
      if (mode === 'off') continue;
      const variables = this.#environment.namesOf(known?.secret ?? secret);
      const origin =
        item.origin ??
        this.#traced(item, emission, tracers, sources) ??
        searched(item, emission.graph, variables, sources);
      const place = { file: output.file, line: finding.line, column: finding.column };
      const from = origin && { ...origin, file: shown(this.#root, origin.file) };
      const key = JSON.stringify([finding.rule, finding.fingerprint, from?.file ?? output.file, from?.line, from?.column]);
      const before = leaks.get(key);
      if (before) {
        if (before.outputs.every((other) => other.file !== place.file)) before.outputs.push(place);
        continue;
      }
      leaks.set(key, {
        mode,
        target: emission.target,
        rule: this.#ruleOf(finding.rule) ?? { ...UNKNOWN, id: finding.rule, name: finding.name },
        confidence: finding.confidence,
        validity: finding.validity,
        facts: finding.facts,
        reasons: finding.reasons,
        fingerprint: finding.fingerprint,
        masked: masked(known?.secret ?? secret),
        outputs: [place],
        origin: from && { file: from.file, line: from.line, column: from.column },
        chain: origin ? this.#chain(emission.graph, origin.file) : [],
        variables: variables.map(({ kind, name }) => ({ kind, name })),
        frame: origin && this.#frame(origin, secret),
      });
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

  #tracer(output: Output, emission: Emission): Tracer | undefined {
    const named = output.mapFile ?? `${output.file}.map`;
    const sibling = () => emission.outputs.find((other) => other.file === named)?.source;
    const map = output.map ?? mapIn(sibling()) ?? inlineMap(textOf(output.source))?.map;
    if (!map) return undefined;
    return new Tracer(map, path.dirname(path.resolve(emission.folder, output.file)), this.#root);
  }

  #chain(graph: Graph, file: string): string[] {
    const chain = importChain(graph, file);
    return chain.length > 1 ? chain.map((file) => shown(this.#root, file)) : [];
  }

  #ruleOf(id: string): Rule | undefined {
    if (this.#rules.size === 0) {
      for (const rule of this.#scanner.rules) this.#rules.set(rule.id, rule);
    }
    return this.#rules.get(id);
  }

  /** The original around a place, without any secret that is known or found in it. */
  #frame({ content, line, column, isExact }: Origin, secret: string): string | undefined {
    if (content === undefined) return undefined;
    try {
      const mask = { with: 'mask', decode: false } as const;
      let text = this.#environment.veil(this.#scanner.redact(redact(content, mask), mask));
      const length = beginning(secret).length;
      if (isExact) {
        const start = offsetOf(content, line, column);
        text = text.slice(0, start) + veiled(content.slice(start, start + secret.length)) + text.slice(start + secret.length);
      }
      return codeFrame(text, line, column, isExact ? length : 1);
    } catch {
      // Without knowing that nothing secret is shown, nothing is.
      return undefined;
    }
  }

  /** Leaves out what the baseline knows, or writes it. */
  #compare(leaks: readonly Leak[]): { kept: readonly Leak[]; accepted: number } {
    const { baseline, updateBaseline, scanner } = this.#settings;
    if (baseline === undefined) return { kept: leaks, accepted: 0 };
    const file = path.resolve(this.#root, baseline);
    const text = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined;
    const known = new Baseline(text, scanner?.fingerprintKey);
    if (updateBaseline) {
      leaks.forEach((leak) => known.add(entry(leak)));
      fs.writeFileSync(file, known.toString());
      return { kept: [], accepted: leaks.length };
    }
    const kept = leaks.filter((leak) => !known.isKnown(entry(leak)));
    return { kept, accepted: leaks.length - kept.length };
  }

  /** Secrets under a name that ships them, beside those that were found to be shipped. */
  #exposed(leaks: readonly Leak[]): Exposed[] {
    const found = new Set(leaks.flatMap((leak) => leak.variables.map(({ name }) => name)));
    return this.#environment.secrets
      .filter(({ isExposed, variable }) => isExposed && !found.has(variable.name))
      .map(({ variable, rule }) => ({
        name: variable.name,
        rule: this.#ruleOf(rule) ?? UNKNOWN,
      }));
  }
}

/** A rule of which nothing is known; a value that a rule of the environment alone finds. */
const UNKNOWN: Rule = {
  ...{ id: 'environment-value', name: 'Value of the environment', vendor: '', description: '' },
  ...{ severity: 'high', category: 'generic', class: 'secret', confidence: 100 },
  ...{ remediation: [], cwe: [], controls: [], references: [] },
};

function textOf(data: Data): string {
  if (typeof data === 'string') return data;
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString();
}

function mapIn(data: Data | undefined): RawSourceMap | undefined {
  return data === undefined ? undefined : parseMap(textOf(data));
}

function exactly(file: string, { line, column }: Finding, content: string): Origin {
  return { file, line, column, content, isExact: true };
}

/** What of a secret is the same in the original and in the output, which may escape it otherwise. */
function beginning(secret: string): string {
  const plain = /^[^\\\r\n]*/.exec(secret)?.[0] ?? '';
  return plain.length >= 12 ? plain : secret;
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
  const output = outputs[0]?.file.replace(/[-.][\w-]{8,}(?=(\.\w+)+$)/, '') ?? '';
  return { path: origin?.file ?? output, rule: rule.id, fingerprint };
}
