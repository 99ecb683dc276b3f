/** What can be scanned. */
export type Data = string | Uint8Array;

/** How bad it is if the credential is live and in the wrong hands. */
export type Severity = 'info' | 'low' | 'medium' | 'high' | 'critical';

/**
 * Whether a value is meant to be kept secret: `public` ones are made to be shipped, `conditional`
 * ones are public or secret depending on how they were set up, `indicator` is no credential but a
 * sign of one. A finding that is named like an identifier (`AUTH0_CLIENT_ID`) is `conditional` where its
 * rule is `secret`.
 */
export type Class = 'secret' | 'public' | 'conditional' | 'indicator';

/** What the offline check of a checksum or structure says. */
export type Validity = 'valid' | 'invalid' | 'unchecked';

/** A way to write bytes as other bytes. */
export type Encoding =
  | 'percent'
  | 'html'
  | 'backslash'
  | 'quoted-printable'
  | 'concatenation'
  | 'base64'
  | 'hex'
  | 'utf-16le'
  | 'utf-16be';

/**
 * A credential: which rule found it, where it is, how sure that is. It holds places, never the
 * secret itself.
 *
 * All offsets count what the data counts: UTF-16 code units in a string, bytes in an array, so that
 * `data.slice(finding.start, finding.end)` is the secret.
 */
export interface Finding {
  /** The id of the rule that found it. */
  readonly rule: string;
  /** What people call it; of a known secret its label. */
  readonly name: string;
  /** Where the secret begins. */
  readonly start: number;
  /** Where the secret ends (exclusive). */
  readonly end: number;
  /** Where that begins which has to be removed so that nothing of the credential is left. */
  readonly redactStart: number;
  /** Where that ends (exclusive). */
  readonly redactEnd: number;
  /** The line of `start`, from 1. */
  readonly line: number;
  /** The column of `start`, from 1, in units of the data. */
  readonly column: number;
  /** How sure it is, from 0 to 100. */
  readonly confidence: number;
  readonly severity: Severity;
  /** What kind of thing the credential opens: `cloud`, `database`, `ai`, … */
  readonly category: string;
  readonly class: Class;
  readonly validity: Validity;
  /** What the confidence rests on, in words. */
  readonly reasons: readonly string[];
  /** What the credential says of itself: `account`, `region`, `issuer`, `expires_at`, … */
  readonly facts: Readonly<Record<string, string>>;
  /** Other parts of the same credential nearby. */
  readonly companions: readonly Companion[];
  /** How it is encoded, outermost first; empty if it stands there as it is. */
  readonly decoded: readonly Encoding[];
  /** The same for the same credential wherever it is found, and of no use to learn it. */
  readonly fingerprint: string;
}

/** Another part of a credential. */
export interface Companion {
  readonly rule: string;
  readonly start: number;
  readonly end: number;
}

/** The findings of a scan, and whether everything was looked at. */
export interface Findings extends Array<Finding> {
  /** How many more findings the allowlist and comments kept back. */
  readonly suppressed: number;
  /** The limit that was reached, if one was: what lies behind it may hold more. */
  readonly incomplete: Incomplete | undefined;
}

/** The first limit that was reached. */
export interface Incomplete {
  /** Which, in words. */
  readonly limit: string;
  /** Where, in units of the data. */
  readonly at: number;
}

/** What is known of a rule. */
export interface Rule {
  /** Stable for ever, `vendor-thing`. */
  readonly id: string;
  /** What people call it. */
  readonly name: string;
  readonly vendor: string;
  /** What it is; empty if the name says it all. */
  readonly description: string;
  readonly severity: Severity;
  readonly category: string;
  readonly class: Class;
  /** Of a match of which nothing more is known, 0 to 100. */
  readonly confidence: number;
  /** What to do about a leak, step by step. */
  readonly remediation: readonly string[];
  /** The vendor's page on that. */
  readonly remediationUrl?: string;
  /** Weaknesses, such as `CWE-798`. */
  readonly cwe: readonly string[];
  /** Controls, such as `NIST SP 800-53 IA-5`. */
  readonly controls: readonly string[];
  /** Where the format is documented, and when that was looked at. */
  readonly references: readonly { readonly url: string; readonly checked: string }[];
}

/** A file of rules. */
export interface RuleFile {
  /** Its name, for errors. */
  readonly name: string;
  /** Its text, in TOML. */
  readonly text: string;
}

/**
 * An entry of an allowlist. Criteria of one kind are alternatives; of several kinds all have to
 * hold, unless `any` says that one is enough. An entry without any criterion allows nothing.
 * Expressions are in the syntax of Rust's `regex` crate.
 */
export interface Allow {
  /** Why it is there. */
  readonly reason?: string;
  readonly any?: boolean;
  /** Ids of rules. */
  readonly rules?: readonly string[];
  /** Expressions over the path that `scan` was given. */
  readonly paths?: readonly string[];
  /** Words in the secret, in either case. */
  readonly words?: readonly string[];
  /** Expressions over the secret. */
  readonly secrets?: readonly string[];
  /** Expressions over all that the rule matched. */
  readonly matches?: readonly string[];
  /** Expressions over the line. */
  readonly lines?: readonly string[];
  /** Fingerprints, as findings have them. */
  readonly fingerprints?: readonly string[];
}

/** How much is decoded. A limit that is reached is reported: see {@link Findings.incomplete}. */
export interface DecodeLimits {
  /** Encodings within one another: 4, and at most 8. */
  readonly depth?: number;
  /** Encoded bytes that are decoded at a time: 1 MiB. */
  readonly piece?: number;
  /** Encoded bytes that one scan decodes, all levels together: 256 MiB. */
  readonly total?: number;
  /** Findings held until it is settled which of those that overlap are reported: 4096. */
  readonly findings?: number;
}

/** How much a scan looks at and reports; nothing is limited by default. */
export interface Limits {
  /** Bytes of the input (of a string: of its UTF-8). */
  readonly input?: number;
  /** Findings that are reported. */
  readonly findings?: number;
  /** Places at which a rule is tried: what stands for time beyond reading the input. */
  readonly steps?: number;
}

/** A secret that the host knows. It is kept as a keyed print, not as it is. */
export interface KnownSecret {
  /** What findings call it. */
  readonly label: string;
  /** 8 to 4096 bytes. */
  readonly secret: string;
}

/** What a {@link Scanner} is made from. */
export interface ScannerOptions {
  /** Further rules, in the format of the built-in ones. */
  readonly rules?: string | RuleFile | readonly RuleFile[];
  /** Further rules, in the format of Gitleaks. */
  readonly gitleaks?: string | RuleFile | readonly RuleFile[];
  /** The ids of the only rules to use. */
  readonly only?: readonly string[];
  /** The ids of rules to leave out. */
  readonly disable?: readonly string[];
  /** Find indicators, too: events and identifiers in the logs of AWS. */
  readonly indicators?: boolean;
  /** Report from this confidence on, 0 to 100; 40 by default. */
  readonly minConfidence?: number;
  /** What is known and accepted. */
  readonly allow?: readonly Allow[];
  /** Whose comments beside a value accept it: keysieve's own, other scanners', too, or nobody's. */
  readonly markers?: 'none' | 'own' | 'all';
  /** Accept what vendors' documentation shows to everybody, and canaries. */
  readonly allowKnown?: boolean;
  /** Secrets to find wherever they stand, by the rule `known-secret`: those of a vault. */
  readonly known?: readonly KnownSecret[];
  /** How much is looked at and reported: see {@link Findings.incomplete}. */
  readonly limits?: Limits;
  /** Look into encoded text, too: base64, hexadecimal, escapes, UTF-16, split literals. */
  readonly decode?: boolean | DecodeLimits;
  /** What the key of fingerprints is derived from; without it they can be compared by anybody. */
  readonly fingerprintKey?: string;
}

/** Options of one scan. */
export interface ScanOptions {
  /** Where the data comes from, for allowlists that go by paths. */
  readonly path?: string;
}

/** Options of one scan in the thread pool. */
export interface ScanAsyncOptions extends ScanOptions {
  /** Ends the wait; the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * What a credential is replaced by: `mask` as many `*` as it has bytes of UTF-8, `label`
 * `[REDACTED:rule-id]`, `last4` `****` and the last four characters of a long one, `fingerprint` the
 * same text for the same credential, `twin` a value of the same form that opens nothing.
 */
export type Redaction = 'mask' | 'label' | 'last4' | 'fingerprint' | 'twin';

/** Options of redacting. */
export interface RedactOptions {
  /** `label` by default. */
  readonly with?: Redaction;
  /** Whether encoded credentials go, too; they do by default. */
  readonly decode?: boolean | DecodeLimits;
}
