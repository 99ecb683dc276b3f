import path from 'node:path';
import binding from '../../native/load.cjs';
import { type Bytes, bytesOf } from '../data.js';
import { native } from '../errors.js';
import { findings, nativeOf, type Scanner } from '../scanner.js';
import type { Data, Finding } from '../types.js';
import type { Cache } from './cache.js';
import type { Environment, KnownPlace, KnownSecret } from './environment.js';
import { position, type Position } from './frame.js';
import { isGenerated } from './generated.js';
import { outputName, shown } from './graph.js';
import type { Target } from './options.js';
import type { Origin } from './origin.js';
import type { Rules } from './rules.js';
import { isNamed, originalOf, type RawSourceMap } from './source-map.js';

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

/** A credential in one output. */
export interface Found {
  readonly finding: Finding;
  readonly known: KnownSecret | undefined;
  readonly secret: string;
  readonly output: Output;
  readonly origin: Origin | undefined;
  /** Where it stands in the output, if that is not where the finding says: in one of a map's originals. */
  readonly place?: Position | undefined;
}

/** What stands in an output. */
export interface Searched {
  readonly file: string;
  readonly found: readonly Found[];
  /** The limit that was reached, if one was. */
  readonly limit: string | undefined;
}

/** A finding, and the number of the known secret that it is. */
interface Hit {
  readonly finding: Finding;
  readonly known?: number;
}

/** Where an output is, and by what name it is known. */
interface Placed {
  readonly folder: string;
  readonly target: Target;
  readonly file: string;
}

/** What one scan gave. */
interface Scanned {
  readonly hits: readonly Hit[];
  readonly incomplete?: { readonly limit: string; readonly at: number };
}

/** Finds what is known and what rules find, in outputs and in the originals that their maps hold. */
export class Finder {
  readonly #root: string;
  readonly #scanner: Scanner;
  /** That for what may be of several originals. */
  readonly #outputScanner: Scanner;
  readonly #environment: Environment;
  readonly #rules: Rules;
  readonly #cache: Cache | undefined;

  constructor(
    root: string,
    { scanner, outputScanner }: { scanner: Scanner; outputScanner: Scanner },
    environment: Environment,
    rules: Rules,
    cache: Cache | undefined,
  ) {
    this.#root = root;
    this.#scanner = scanner;
    this.#outputScanner = outputScanner;
    this.#environment = environment;
    this.#rules = rules;
    this.#cache = cache;
  }

  /** All credentials in an output of a folder. */
  search(output: Output, folder: string, target: Target): Searched {
    const found: Found[] = [];
    const file = outputName(this.#root, folder, output.file);
    const limit = this.#find(output, { folder, target, file }, found);
    return { file, found, limit };
  }

  /** Adds what is found to others; gives back the limit that was reached, if one was. */
  #find(output: Output, place: Placed, found: Found[]): string | undefined {
    const { source } = output;
    const { file, target } = place;
    const data = bytesOf(source);
    const map = file.endsWith('.map') ? binding.SourceMap.parse(data.bytes) : undefined;
    if (map) return this.#findInMap(map, data, output, place, found);
    const inline = binding.SourceMap.inline(data.bytes);
    // Made once, and only if something is found.
    let whole: string | undefined;
    const around = () => (whole ??= textOf(source));
    const limits = inline.map((map) => this.#findInMap(map, data, output, place, found, around));
    const scanned = this.#scan(data, output, file);
    const limit = limits.find((limit) => limit !== undefined) ?? scanned.incomplete?.limit;
    if (scanned.hits.length === 0) return limit;
    // Positions in maps count as strings do.
    const text = around();
    const hits = typeof source === 'string' ? scanned.hits : this.#scan(bytesOf(text), output, file).hits;
    for (const { finding, known } of hits) {
      if (inline.some(({ start, end }) => finding.start >= start && finding.start < end)) continue;
      if (isGenerated(file, text, finding.start, target)) continue;
      const secret = text.slice(finding.start, finding.end);
      const origin = output.copyOf === undefined ? undefined : exactly(output.copyOf, finding, text);
      found.push({ finding, known: this.#known(known), secret, output, origin });
    }
    return limit;
  }

  /** A source map is shipped with all that it holds: with the originals, above all. */
  #findInMap(
    map: binding.SourceMap,
    { bytes }: Bytes,
    output: Output,
    { folder, file: name }: Placed,
    found: Found[],
    /** The text that the map stands in, if it is no file of its own. */
    around?: () => string,
  ): string | undefined {
    const own = path.resolve(folder, output.file);
    const fileOf = (at: number) => {
      const name = map.name(at);
      return name ? originalOf(name, folder, output.file, this.#root) : own;
    };
    const scan = () => ({
      originals: this.#scanOriginals(map, bytes, fileOf),
      others: this.#scanOthers(map, bytes, name),
    });
    const place = `source map ${name}${around === undefined ? '' : ` ${map.start}`}`;
    const { originals, others } = this.#cache ? this.#cache.scan(bytes, place, scan) : scan();
    let limit = others.incomplete?.limit;
    let places: ((secret: string) => Position) | undefined;
    const placeOf = (secret: string) => (places ??= placesOf(map, bytes, around))(secret);
    for (const { at, hits, incomplete } of originals) {
      limit ??= incomplete?.limit;
      if (hits.length === 0) continue;
      const content = map.text(bytes, at) ?? '';
      const file = fileOf(at);
      for (const { finding, known } of [...hits].sort((a, b) => a.finding.start - b.finding.start)) {
        const secret = content.slice(finding.start, finding.end);
        // What has no name is nothing that can be opened.
        const origin = isNamed(map.name(at)) ? exactly(file, finding, content) : undefined;
        found.push({ finding, known: this.#known(known), secret, output, origin, place: placeOf(secret) });
      }
    }
    if (others.hits.length === 0) return limit;
    const text = map.whole(bytes);
    for (const { finding, known } of others.hits) {
      const secret = text.slice(finding.start, finding.end);
      found.push({ finding, known: this.#known(known), secret, output, origin: undefined, place: around === undefined ? undefined : placeOf(secret) });
    }
    return limit;
  }

  #known(at: number | undefined): KnownSecret | undefined {
    return at === undefined ? undefined : this.#environment.secrets[at];
  }

  #scan(data: Bytes, { copyOf }: Output, file: string): Scanned {
    const { bytes, isUtf16 } = data;
    const scanner = nativeOf(copyOf === undefined ? this.#outputScanner : this.#scanner);
    const scan = () => {
      const scanned = native(() => scanner.scan(bytes, isUtf16, file));
      return this.#joined(scanned, this.#environment.findIn(data));
    };
    return this.#cache ? this.#cache.scan(bytes, file, scan) : scan();
  }

  /** What stands in which of a map's originals. */
  #scanOriginals(map: binding.SourceMap, bytes: Uint8Array, fileOf: (at: number) => string): (Scanned & { at: number })[] {
    const scanner = nativeOf(this.#scanner);
    const { known } = this.#environment;
    return native(() => map.scan(bytes, scanner, known)).map(({ at, found, places }) => {
      // A path decides what of it is allowed, so those of the others need not be known.
      const path = shown(this.#root, fileOf(at));
      const here = found.findings.length > 0 ? native(() => map.scanInFile(bytes, scanner, at, path)) : found;
      return { at, ...this.#joined(here ?? found, places) };
    });
  }

  /** What stands in a map beside its originals. */
  #scanOthers(map: binding.SourceMap, bytes: Uint8Array, file: string): Scanned {
    const { found, places } = native(() => map.scanOthers(bytes, nativeOf(this.#outputScanner), file, this.#environment.known));
    return this.#joined(found, places);
  }

  /** What rules found and what is known are often the same. */
  #joined(scanned: binding.Scanned, places: readonly KnownPlace[]): Scanned {
    const found = findings(scanned);
    const hits: Hit[] = found.map((finding) => ({ finding }));
    for (const place of places) {
      const { start, end, value } = place;
      const at = hits.findIndex(({ finding }) => finding.start < end && start < finding.end);
      const known = this.#environment.secrets[value] as KnownSecret;
      if (at === -1) hits.push({ finding: this.#knownFinding(known, place), known: value });
      else hits[at] = { finding: (hits[at] as Hit).finding, known: value };
    }
    return { hits, incomplete: found.incomplete };
  }

  /** A known secret as a finding of the rule that says that it is one. */
  #knownFinding({ rule, fingerprint }: KnownSecret, place: KnownPlace): Finding {
    const { start, end, line, column, form } = place;
    const { name, severity, category, class: kind } = this.#rules.of(rule);
    return {
      ...{ rule, name, start, end, redactStart: start, redactEnd: end, line, column, fingerprint },
      ...{ severity, category, class: kind, confidence: 100, validity: 'unchecked' },
      reasons: [`value of the build's environment (${form})`],
      ...{ facts: {}, companions: [], decoded: [] },
    };
  }
}

/** An output as a string. */
export function textOf(data: Data): string {
  if (typeof data === 'string') return data;
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString();
}

function placesOf(map: binding.SourceMap, bytes: Uint8Array, around: (() => string) | undefined): (secret: string) => Position {
  if (around === undefined) return placesIn(map.whole(bytes));
  // Of a map in a comment it is the comment that can be found.
  const comment = position(around(), map.start);
  return () => comment;
}

/**
 * Where secrets stand in a map's text, which come in the order in which they stand there: each one after
 * the one before. Escapes may hide one: then it stands about where the last one did.
 */
function placesIn(text: string): (secret: string) => Position {
  let [offset, line, start] = [0, 1, 0];
  return (secret) => {
    const at = text.indexOf(JSON.stringify(secret).slice(1, -1), offset);
    if (at !== -1) offset = at;
    for (let end = text.indexOf('\n', start); end !== -1 && end < offset; end = text.indexOf('\n', start)) {
      line++;
      start = end + 1;
    }
    return { line, column: offset - start + 1 };
  };
}

function exactly(file: string, { line, column }: Finding, content: string): Origin {
  return { file, line, column, content, isExact: true };
}
