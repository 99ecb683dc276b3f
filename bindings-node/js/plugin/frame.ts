/** Lines before and after the one that a frame is about. */
export const AROUND = 2;
/** Columns that are shown, at most. */
const WIDTH = 100;

/** The first characters of a long secret, nothing of a short one. */
export function masked(secret: string): string {
  const shown = secret.length >= 20 ? secret.slice(0, 4) : '';
  return `${shown}… (${secret.length} characters)`;
}

/** As many characters, of which only the first ones of a long secret are its own; lines stay. */
export function veiled(secret: string): string {
  const shown = secret.length >= 20 ? 4 : 0;
  return secret.slice(0, shown) + secret.slice(shown).replace(/[^\r\n]/g, '*');
}

/**
 * A piece of a text around a place, as compilers show it. The text has no secrets in it any more; its
 * first line has a number.
 */
export function codeFrame(text: string, line: number, column: number, length: number, number = 1): string {
  const lines = text.split('\n');
  const first = Math.max(number, line - AROUND);
  const last = Math.min(number + lines.length - 1, line + AROUND);
  const digits = String(last).length;
  // A line of minified code is cut around the place.
  const from = column > WIDTH - 20 ? column - 40 : 0;
  const cut = (text: string) => {
    const piece = text.replace(/\r$/, '').slice(from, from + WIDTH).replaceAll('\t', ' ');
    return (from > 0 ? '…' : '') + piece + (text.length > from + WIDTH ? '…' : '');
  };
  const rows: string[] = [];
  for (let at = first; at <= last; at++) {
    const mark = at === line ? '>' : ' ';
    rows.push(`${mark} ${String(at).padStart(digits)} | ${cut(lines[at - number] ?? '')}`.trimEnd());
    if (at !== line) continue;
    const start = column - 1 - from + (from > 0 ? 1 : 0);
    const room = Math.max(1, Math.min(length, (lines[at - number] ?? '').length - (column - 1), WIDTH - start));
    rows.push(`  ${' '.repeat(digits)} | ${' '.repeat(start)}${'^'.repeat(room)}`);
  }
  return rows.join('\n');
}

/** The offsets at which lines start. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** A line and a column, both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Line and column of an offset. Where there are several, it is told where lines start. */
export function position(text: string, offset: number, starts: readonly number[] = lineStarts(text)): Position {
  let [line, after] = [0, starts.length];
  while (after - line > 1) {
    const middle = (line + after) >> 1;
    if ((starts[middle] as number) <= offset) line = middle;
    else after = middle;
  }
  return { line: line + 1, column: offset - (starts[line] as number) + 1 };
}

/** The offset of a line and a column, both from 1. */
export function offsetOf(text: string, line: number, column: number, starts: readonly number[] = lineStarts(text)): number {
  const start = starts[line - 1];
  return start === undefined ? text.length : start + column - 1;
}
