import fs from 'node:fs/promises';
import path from 'node:path';
import type { BuildOptions, BuildResult, Message, Metafile, OutputFile, PartialMessage, Plugin } from 'esbuild';
import { type Build, Builds } from './plugin/build.js';
import type { Output } from './plugin/find.js';
import { fileOf, type Graph } from './plugin/graph.js';
import type { Leak } from './plugin/leak.js';
import { describe, remarks } from './plugin/message.js';
import type { Options, Target } from './plugin/options.js';

export type { Mode, Options, Target } from './plugin/options.js';

/**
 * Checks everything that esbuild emits, and fails the build if there is a secret in it: then nothing
 * is written.
 *
 * ```js
 * import { build } from 'esbuild';
 * import { keysieve } from 'keysieve/esbuild';
 * await build({ entryPoints: ['src/main.ts'], bundle: true, outdir: 'dist', plugins: [keysieve()] });
 * ```
 */
export function keysieve(options?: Options): Plugin {
  const builds = new Builds(options);
  return {
    name: 'keysieve',
    setup({ esbuild, initialOptions, onEnd, onStart }) {
      const root = path.resolve(initialOptions.absWorkingDir ?? process.cwd());
      const target = builds.target(initialOptions.platform && targetOf(initialOptions.platform));
      const { write, metafile } = initialOptions;
      initialOptions.metafile = true;
      // What is written is on its way already: it has to pass first.
      initialOptions.write = false;
      let runs = 0;
      let build: Build | undefined;
      onStart(() => {
        // Whether it watches, esbuild does not say: whoever builds a second time does.
        const isWatching = ++runs > 1;
        build = builds.begin({ root, define: initialOptions.define ?? {}, isWatching }, build);
        build.prepareSoon();
      });
      onEnd(async (result) => {
        const { outputFiles = [], metafile: meta } = result;
        if (meta === undefined || build === undefined) return {};
        const folder = outputFolder(initialOptions, root);
        const outputs = outputFiles.map(({ path: file, contents }): Output => {
          return { file: path.relative(folder, file).split(path.sep).join('/'), source: contents };
        });
        const report = build.check({ outputs, graph: graphOf(meta, root, folder), target, folder });
        const errors: PartialMessage[] = report.leaks.filter(({ mode }) => mode === 'error').map(message);
        const warnings = report.leaks.filter(({ mode }) => mode === 'warn').map(message);
        for (const text of remarks(report)) warnings.push({ text });
        // Warnings of plugins that come at the end of a single build esbuild hands on, but shows nobody.
        const whole = warnings.map((warning) => ({ ...NOTHING, ...warning }) as Message);
        result.warnings.push(...whole);
        if (isLogged(initialOptions)) {
          const color = initialOptions.color ?? process.stderr.isTTY ?? false;
          const shown = await esbuild.formatMessages(whole, { kind: 'warning', color });
          process.stderr.write(shown.join(''));
        }
        if (write !== false) {
          errors.push(...overwriting(initialOptions, outputFiles, meta, root));
          if (errors.length === 0 && result.errors.length === 0) await writeAll(initialOptions, outputFiles, meta, root);
          delete (result as BuildResult).outputFiles;
        }
        if (!metafile) delete (result as BuildResult).metafile;
        return { errors };
      });
    },
  };
}

function targetOf(platform: NonNullable<BuildOptions['platform']>): Target {
  return platform === 'node' ? 'server' : 'client';
}

function outputFolder({ outdir, outfile }: BuildOptions, root: string): string {
  return path.resolve(root, outdir ?? (outfile ? path.dirname(outfile) : '.'));
}

/** esbuild adds a place of its own to the text. */
function message(leak: Leak): PartialMessage {
  const { origin } = leak;
  const text = describe(leak);
  if (!origin) return { text };
  const { file, line, column } = origin;
  // The line as it is shown, with the value masked; one that is cut has its columns elsewhere.
  const lineText = /^> *\d+ \| ([^…].*)$/m.exec(leak.frame ?? '')?.[1] ?? '';
  const location = { file, namespace: 'file', line, column: column - 1, length: 0, lineText, suggestion: '' };
  return { text, location };
}

/** A warning of which nothing is said. */
const NOTHING = { id: '', pluginName: 'keysieve', notes: [], location: null, detail: undefined };

function isLogged({ logLevel = 'warning' }: BuildOptions): boolean {
  return logLevel !== 'silent' && logLevel !== 'error';
}

/** What esbuild refuses to write, in its words. */
function overwriting({ allowOverwrite }: BuildOptions, files: readonly OutputFile[], meta: Metafile, root: string) {
  if (allowOverwrite) return [];
  const inputs = new Set(Object.keys(meta.inputs).map((id) => path.resolve(root, id)));
  return files
    .filter(({ path: file }) => inputs.has(file))
    .map(({ path: file }): PartialMessage => ({ text: `Refusing to overwrite input file ${JSON.stringify(path.relative(root, file))} (use "allowOverwrite: true" to allow this)` }));
}

/** Writes what esbuild would, as it would. */
async function writeAll({ outfile, outdir }: BuildOptions, files: readonly OutputFile[], meta: Metafile, root: string): Promise<void> {
  if (outfile === undefined && outdir === undefined) {
    for (const { contents } of files) await new Promise((done) => process.stdout.write(contents, done));
    return;
  }
  const entries = Object.entries(meta.outputs).filter(([, { entryPoint }]) => entryPoint !== undefined);
  const entryFiles = new Set(entries.map(([file]) => path.resolve(root, file)));
  await Promise.all(
    files.map(async ({ path: file, contents }) => {
      await fs.mkdir(path.dirname(file), { recursive: true });
      const isProgram = entryFiles.has(file) && contents[0] === 0x23 && contents[1] === 0x21; // `#!`
      await fs.writeFile(file, contents, { mode: isProgram ? 0o777 : 0o666 });
    }),
  );
}

function graphOf(meta: Metafile, root: string, folder: string): Graph {
  const absolute = (id: string) => fileOf(path.resolve(root, id));
  let importers: Map<string, string[]> | undefined;
  return {
    *modulesOf(name) {
      const output = Object.entries(meta.outputs).find(
        ([file]) => path.resolve(root, file) === path.resolve(folder, name),
      );
      for (const id of Object.keys(output?.[1].inputs ?? {})) {
        const file = absolute(id);
        if (file !== undefined) yield file;
      }
    },
    importersOf(file) {
      if (importers === undefined) {
        importers = new Map();
        for (const [id, { imports }] of Object.entries(meta.inputs)) {
          for (const { path: imported, external } of imports) {
            const [from, to] = [absolute(id), external ? undefined : absolute(imported)];
            if (from && to) importers.set(to, [...(importers.get(to) ?? []), from]);
          }
        }
      }
      return importers.get(file) ?? [];
    },
  };
}

export default keysieve;
