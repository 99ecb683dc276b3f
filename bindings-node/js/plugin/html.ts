import fs from 'node:fs';
import path from 'node:path';
import { at, type Leak } from './leak.js';

/** Writes a page that lists leaks. It needs nothing else: no script, style or font of elsewhere. */
export function writeReport(file: string, leaks: readonly Leak[]): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, reportPage(leaks));
}

/** The page's text. */
export function reportPage(leaks: readonly Leak[]): string {
  const errors = leaks.filter(({ mode }) => mode === 'error').length;
  const title = leaks.length === 0 ? 'No credentials found' : count(leaks.length, 'credential');
  const files = new Set(leaks.flatMap(({ outputs }) => outputs.map(({ file }) => file))).size;
  const sorted = [...leaks].sort((a, b) => rank(a) - rank(b));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>keysieve: ${title}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<p class="brand">keysieve</p>
<h1>${title}</h1>
<p class="lead">${lead(leaks.length, errors, files)}</p>
</header>
<main>
${leaks.length > 0 ? CONTROLS : ''}
<ol id="leaks">
${sorted.map(item).join('\n')}
</ol>
<p id="none" hidden>Nothing matches.</p>
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'];

function rank({ mode, rule }: Leak): number {
  return (mode === 'error' ? 0 : 10) + SEVERITIES.indexOf(rule.severity);
}

function lead(leaks: number, errors: number, files: number): string {
  if (leaks === 0) return 'Everything that the build emits was looked at.';
  const fails = errors > 0 ? `${errors} of them fail${errors === 1 ? 's' : ''} the build` : 'none of them fails the build';
  return `In ${count(files, 'file')} that the build emits; ${leaks === 1 && errors === 1 ? 'it fails the build' : fails}.`;
}

const CONTROLS = `<form role="search" onsubmit="return false">
<input id="search" type="search" placeholder="Search rules, files, variables" aria-label="Search" autocomplete="off">
<label><input type="checkbox" id="errors"> only what fails the build</label>
<output id="count"></output>
</form>`;

function item(leak: Leak): string {
  const { rule, origin, outputs, mode, variables, chain } = leak;
  const [place] = outputs;
  const facts = Object.entries(leak.facts).map(([name, fact]) => pair(label(name), text(fact)));
  const rows = [
    pair('Shipped in', outputs.map((output) => `<code>${text(at(output))}</code>`).join('<br>')),
    chain.length > 0 ? pair('Imported by', chain.map((file) => `<code>${text(file)}</code>`).join(' <span class="arrow">→</span> ')) : '',
    ...variables.map(({ kind, name, setIn }) => {
      return pair('Comes from', `${text(kind)} <code>${text(name)}</code>${setIn === undefined ? '' : `, set in <code>${text(setIn)}</code>`}`);
    }),
    pair('Value', `<code>${text(leak.masked)}</code>`),
    leak.validity === 'unchecked' ? '' : pair('Checksum or structure', leak.validity),
    ...facts,
    pair('Confidence', `${leak.confidence} of 100: ${text(leak.reasons.join(', '))}`),
    pair('Fingerprint', `<code>${leak.fingerprint}</code>`),
  ];
  const steps = rule.remediation.map((step) => `<li>${text(step)}</li>`).join('');
  const url = rule.remediationUrl && /^https?:/.test(rule.remediationUrl) ? rule.remediationUrl : undefined;
  return `<li class="leak ${mode}" data-mode="${mode}">
<div class="head"><h2>${text(rule.name)}</h2><span class="badge ${rule.severity}">${rule.severity}</span><span class="badge ${mode}">${mode === 'error' ? 'fails the build' : 'warning'}</span></div>
<p class="place"><code>${text(at(origin ?? (place as NonNullable<typeof place>)))}</code> <span class="id">${text(rule.id)}</span></p>
${rule.class === 'conditional' && rule.description ? `<p>${text(rule.description)}</p>` : ''}
${leak.frame ? `<pre>${frame(leak.frame)}</pre>` : ''}
<dl>${rows.join('')}</dl>
${steps ? `<details${mode === 'error' ? ' open' : ''}><summary>What to do</summary><ol>${steps}</ol>${url ? `<p><a href="${text(url)}" rel="noreferrer">${text(url)}</a></p>` : ''}</details>` : ''}
</li>`;
}

function frame(frame: string): string {
  return frame
    .split('\n')
    .map((line) => {
      const kind = line.startsWith('>') ? 'hit' : /^ +\| +\^+$/.test(line) ? 'caret' : '';
      return `<span${kind ? ` class="${kind}"` : ''}>${text(line)}</span>`;
    })
    .join('\n');
}

function pair(term: string, html: string): string {
  return `<div><dt>${text(term)}</dt><dd>${html}</dd></div>`;
}

/** `issued_at` as people write it. */
function label(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' ');
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

function text(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (character) => entities[character] as string);
}

const STYLE = `
:root { color-scheme: light dark;
  --ground: light-dark(#f6f6f4, #15171a); --card: light-dark(#fff, #1d2024); --ink: light-dark(#1b1d21, #e8e8e4);
  --soft: light-dark(#5d626b, #9da3ad); --line: light-dark(#dedfda, #32363d); --code: light-dark(#f1f1ee, #14161a);
  --red: light-dark(#b3261e, #ff8a80); --amber: light-dark(#8a5300, #ffc46b); --blue: light-dark(#1f5fa8, #8cbcff); }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 62rem; padding: 2.5rem 1.25rem 4rem; background: var(--ground); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif }
code, pre { font: .875em/1.55 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace }
.brand { margin: 0; color: var(--soft); font-weight: 600; letter-spacing: .02em }
h1 { margin: .1em 0; font-size: 2rem; line-height: 1.2; letter-spacing: -.02em }
.lead { margin: 0 0 1.75rem; color: var(--soft) }
form { display: flex; flex-wrap: wrap; gap: .6rem 1rem; align-items: center; margin-bottom: 1.25rem }
#search { flex: 1 1 18rem; font: inherit; padding: .55rem .8rem; color: inherit; background: var(--card);
  border: 1px solid var(--line); border-radius: .5rem }
:focus-visible { outline: 2px solid var(--blue); outline-offset: 1px }
form label, output { color: var(--soft); font-size: .9rem }
#leaks { list-style: none; margin: 0; padding: 0; display: grid; gap: 1rem }
.leak { background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--amber); border-radius: .6rem;
  padding: 1rem 1.25rem; min-width: 0 }
.leak.error { border-left-color: var(--red) }
.head { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center }
h2 { margin: 0; font-size: 1.1rem; flex: 1 1 auto }
.badge { font-size: .75rem; font-weight: 600; padding: .1rem .55rem; border: 1px solid currentColor; border-radius: 1rem }
.badge.critical, .badge.high, .badge.error { color: var(--red) } .badge.medium, .badge.warn { color: var(--amber) }
.badge.low, .badge.info { color: var(--blue) }
.place { margin: .2rem 0 0; overflow-wrap: anywhere } .place code { font-weight: 600 } .id { color: var(--soft); font-size: .85rem }
pre { margin: .9rem 0; padding: .75rem 1rem; overflow-x: auto; background: var(--code); border: 1px solid var(--line); border-radius: .5rem }
.hit { font-weight: 600 } .caret { color: var(--red); font-weight: 700 }
dl { margin: .75rem 0 0; display: grid; gap: .3rem; font-size: .9rem }
dl div { display: grid; grid-template-columns: 12rem 1fr; gap: .75rem } dt { color: var(--soft) }
dd { margin: 0; min-width: 0; overflow-wrap: anywhere } .arrow { color: var(--soft) }
details { margin-top: .75rem; font-size: .9rem } summary { cursor: pointer; font-weight: 600 }
details ol { margin: .4rem 0; padding-left: 1.4rem } a { color: var(--blue) } #none { color: var(--soft) }
@media (max-width: 40rem) { dl div { grid-template-columns: 1fr; gap: 0 } }
@media print { form { display: none } }
`;

const SCRIPT = `
const items = [...document.querySelectorAll('.leak')], search = document.getElementById('search');
const errors = document.getElementById('errors'), none = document.getElementById('none');
function show() {
  const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
  let shown = 0;
  for (const item of items) {
    const text = item.textContent.toLowerCase();
    item.hidden = !words.every((word) => text.includes(word)) || (errors.checked && item.dataset.mode !== 'error');
    shown += item.hidden ? 0 : 1;
  }
  none.hidden = shown > 0;
  document.getElementById('count').textContent = shown === items.length ? '' : shown + ' of ' + items.length;
}
if (search) {
  search.addEventListener('input', show);
  errors.addEventListener('change', show);
  document.addEventListener('keydown', (event) => {
    if (event.key === '/' && document.activeElement !== search) { event.preventDefault(); search.focus(); }
  });
}
`;
