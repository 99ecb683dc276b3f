// The playground: hands text to the scanner, shows what it finds.

const SAMPLE = `# settings.py
CACHE = "redis://app:kX93mLq0ZtWv@cache.internal:6379/0"
MAIL = "smtp://mailer:${random(16)}@smtp.internal:587"
# a placeholder is no finding
API_KEY = "your-api-key-here"
`;

/** Letters and digits that open nothing. */
function random(length) {
  const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  return Array.from(bytes, (byte) => letters[byte % letters.length]).join("");
}

/** Loads the scanner: a function from text and rules, both bytes, to its report. */
export async function load(module) {
  const { instance } = await WebAssembly.instantiate(module);
  const { memory, input, scan, output, output_length } = instance.exports;
  return (text, rules) => {
    const at = input(text.length + rules.length);
    const room = new Uint8Array(memory.buffer, at, text.length + rules.length);
    room.set(text);
    room.set(rules, text.length);
    scan(rules.length);
    // Scanning may have moved the memory, so it is asked for again.
    const report = new Uint8Array(memory.buffer, output(), output_length());
    return JSON.parse(new TextDecoder().decode(report));
  };
}

function element(name, text, ...children) {
  const made = document.createElement(name);
  made.append(text, ...children);
  return made;
}

/** The text, with each secret marked. */
function marked(bytes, findings) {
  const decoder = new TextDecoder();
  const parts = [];
  let at = 0;
  for (const { start, end, name } of findings) {
    const mark = element("mark", decoder.decode(bytes.subarray(start, end)));
    mark.title = name;
    parts.push(decoder.decode(bytes.subarray(at, start)), mark);
    at = end;
  }
  return [...parts, decoder.decode(bytes.subarray(at))];
}

function described(finding) {
  const name = finding.built_in ? element("a", finding.name) : element("span", finding.name);
  if (finding.built_in) name.href = `detectors/${finding.rule}.html`;
  const facts = finding.facts.map(([fact, value]) => `${fact} ${value}`);
  const checked = finding.validity === "unchecked" ? [] : [`checked: ${finding.validity}`];
  const sure = [`severity ${finding.severity}`, `confidence ${finding.confidence}`];
  const line = [...sure, ...checked, ...facts].join(" · ");
  return element("li", name, element("div", line), element("div", finding.evidence.join(", ")));
}

async function start() {
  const [text, rules, status, out, list] = ["text", "rules", "status", "marked", "findings"].map(
    (id) => document.getElementById(id),
  );
  const response = await fetch(new URL("playground.wasm", import.meta.url));
  const scan = await load(await response.arrayBuffer());
  const encoder = new TextEncoder();
  const show = () => {
    const bytes = encoder.encode(text.value);
    const before = performance.now();
    const { findings = [], error } = scan(bytes, encoder.encode(rules.value));
    const time = performance.now() - before;
    const count = findings.length === 1 ? "1 finding" : `${findings.length} findings`;
    status.textContent = error ?? `${count} in ${bytes.length} bytes, ${time.toFixed(1)} ms`;
    out.hidden = Boolean(error) || bytes.length === 0;
    out.querySelector("code").replaceChildren(...marked(bytes, findings));
    list.replaceChildren(...findings.map(described));
  };
  text.value = SAMPLE;
  text.addEventListener("input", show);
  rules.addEventListener("input", show);
  show();
}

if (typeof document !== "undefined") {
  start().catch((error) => {
    document.getElementById("status").textContent = `The scanner could not be loaded: ${error}`;
  });
}
