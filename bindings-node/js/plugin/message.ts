import { at, type Exposed, type Leak, type Report } from './leak.js';

/** A leak in words: what, where, how it got there, what to do. */
export function describe(leak: Leak): string {
  const { rule, origin, outputs, variables, chain } = leak;
  const [place, ...others] = outputs.map(at);
  const lines = [`${rule.name} (${rule.id}) at ${origin ? at(origin) : place}: ${leak.masked}`];
  const more = others.length > 0 ? ` and ${others.length} more` : '';
  lines.push(`  in ${place}${more}, which is ${leak.target === 'client' ? 'shipped to browsers' : 'for a server'}`);
  if (chain.length > 0) lines.push(`  imported by ${chain.join(' → ')}`);
  for (const variable of variables) lines.push(`  value of the ${variable.kind} ${named(variable)}`);
  if (rule.class === 'conditional' && rule.description) lines.push(`  ${rule.description}`);
  if (leak.validity !== 'unchecked') lines.push(`  its checksum or structure is ${leak.validity}`);
  for (const [name, fact] of Object.entries(leak.facts)) lines.push(`  ${name}: ${fact}`);
  if (leak.frame) lines.push('', ...indented(leak.frame), '');
  rule.remediation.forEach((step, number) => lines.push(`  ${number + 1}. ${step}`));
  if (rule.remediationUrl) lines.push(`  ${rule.remediationUrl}`);
  return lines.join('\n');
}

/** A variable's name, and where it is set. */
function named({ name, setIn }: { readonly name: string; readonly setIn: string | undefined }): string {
  return setIn === undefined ? name : `${name}, set in ${setIn}`;
}

/** A secret whose name ships it, wherever that may be. */
export function describeExposed({ name, rule, setIn }: Exposed): string {
  const place = setIn === undefined ? '' : ` (${setIn})`;
  return (
    `the environment variable ${name}${place} is a secret by its value (${rule.name}), and its prefix lets ` +
    'every module put it into what is shipped to browsers: rename it, and use it on the server only'
  );
}

/** All of them, for one message. */
export function describeAll(leaks: readonly Leak[]): string {
  const count = leaks.length === 1 ? '1 credential' : `${leaks.length} credentials`;
  return [`keysieve: ${count} in what the build emits`, ...leaks.map(describe)].join('\n\n');
}

/** What is told beside the leaks, one warning each. */
export function remarks(report: Report): string[] {
  const incomplete = report.incomplete.map(
    ({ file, limit }) => `${file} was not looked at wholly: ${limit}`,
  );
  const { accepted, written } = report;
  const baseline = written === undefined || accepted === 0 ? [] : [`${accepted} accepted from now on, by ${written}`];
  return [...report.exposed.map(describeExposed), ...incomplete, ...baseline].map((text) => `keysieve: ${text}`);
}

function indented(text: string): string[] {
  return text.split('\n').map((line) => `    ${line}`);
}
