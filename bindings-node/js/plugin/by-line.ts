import type { Allow, RuleFile, ScannerOptions } from '../types.js';

/** What of an allowlist says that a line accepts what stands in it. */
const LINE_TARGET = /\b(regexTarget["']?\s*=\s*)(["'])line\2/g;

/**
 * The options without what accepts a secret by what stands beside it; the options themselves if nothing
 * does. In outputs that may be of another module: bundlers join modules, in one line if they minify.
 */
export function withoutLines(options: ScannerOptions): ScannerOptions {
  const { allow = [], markers = 'none', gitleaks } = options;
  const files = [gitleaks ?? []].flat() as readonly (string | RuleFile)[];
  const isByLine = markers !== 'none' || allow.some(hasLines) || files.some((file) => textOf(file).search(LINE_TARGET) !== -1);
  if (!isByLine) return options;
  const without = { ...options, markers: 'none', allow: allow.flatMap(withoutLine) } as const;
  return gitleaks === undefined ? without : { ...without, gitleaks: files.map(inMatches) };
}

function hasLines({ lines = [] }: Allow): boolean {
  return lines.length > 0;
}

function withoutLine(entry: Allow): Allow[] {
  if (!hasLines(entry)) return [entry];
  const { lines: _, reason, any, rules, ...others } = entry;
  // Of conditions that all have to hold none may go, and without any other there is no condition left.
  const isLeft = any && Object.values(others).some((condition) => condition.length > 0);
  return isLeft ? [{ reason, any, rules, ...others } as Allow] : [];
}

function textOf(file: string | RuleFile): string {
  return typeof file === 'string' ? file : file.text;
}

/** What is looked for in the line is looked for in the match, which is of the secret. */
function inMatches(file: string | RuleFile): RuleFile {
  const { name, text } = typeof file === 'string' ? { name: '.gitleaks.toml', text: file } : file;
  return { name, text: text.replace(LINE_TARGET, '$1$2match$2') };
}
