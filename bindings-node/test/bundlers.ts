/** Builds a copy of an example application with each of the bundlers. */
import fs from 'node:fs';
import path from 'node:path';
import { rspack } from '@rspack/core';
import { build as esbuild, transform } from 'esbuild';
import { keysieve as forEsbuild } from 'keysieve/esbuild';
import { keysieve as forRolldown } from 'keysieve/rolldown';
import { keysieve as forRollup } from 'keysieve/rollup';
import { keysieve as forRspack } from 'keysieve/rspack';
import type { Options } from 'keysieve/vite';
import { keysieve as forVite } from 'keysieve/vite';
import { keysieve as forWebpack } from 'keysieve/webpack';
import { rolldown } from 'rolldown';
import { rollup } from 'rollup';
import { build as vite, type InlineConfig } from 'vite';
import webpack from 'webpack';

/** What a build came to. */
export interface Built {
  /** The message that it failed with; empty if it did not. */
  readonly error: string;
  readonly warnings: readonly string[];
  /** What it wrote. */
  readonly files: ReadonlyMap<string, string>;
}

export interface Choice {
  readonly options?: Options;
  readonly sourcemap?: boolean;
  readonly define?: Record<string, string>;
  readonly isServer?: boolean;
  /** That of the compiler, for bundlers that have several. */
  readonly name?: string;
}

const ROOT = process.cwd();
let copies = 0;

/** A copy of an application, with texts put in for its blanks. */
export function copyOf(name: string, blanks: Record<string, string> = {}): string {
  const root = path.join(ROOT, '.build/apps', `${name}-${process.pid}-${copies++}`);
  fs.rmSync(root, { recursive: true, force: true });
  fs.cpSync(path.join(ROOT, 'test/apps', name), root, { recursive: true });
  for (const file of fs.readdirSync(root, { recursive: true }) as string[]) {
    const at = path.join(root, file);
    if (!fs.statSync(at).isFile()) continue;
    const text = fs.readFileSync(at, 'utf8');
    fs.writeFileSync(at, text.replace(/__([A-Z]+)__/g, (_, blank) => blanks[blank] ?? 'nothing'));
  }
  return root;
}

/** The line and column, from 1, of a text in a file, and the file's name, as messages write it. */
export function placeIn(root: string, file: string, text: string): string {
  const before = fs.readFileSync(path.join(root, file), 'utf8').split(text)[0] as string;
  const lines = before.split('\n');
  return `${file}:${lines.length}:${(lines.at(-1) as string).length + 1}`;
}

function written(folder: string): Map<string, string> {
  if (!fs.existsSync(folder)) return new Map();
  const names = fs.readdirSync(folder, { recursive: true }) as string[];
  const files = names.filter((name) => fs.statSync(path.join(folder, name)).isFile());
  return new Map(files.map((name) => [name, fs.readFileSync(path.join(folder, name), 'utf8')]));
}

async function outcome(root: string, run: (warnings: string[]) => Promise<void>): Promise<Built> {
  const warnings: string[] = [];
  let error = '';
  // Rollup and Rolldown take the folder that the process is in for the root.
  process.chdir(root);
  try {
    await run(warnings);
  } catch (thrown) {
    error = (thrown as Error).message;
  } finally {
    process.chdir(ROOT);
  }
  return { error, warnings, files: written(path.join(root, 'dist')) };
}

/** Rollup reads no TypeScript by itself. */
const TYPESCRIPT = {
  name: 'typescript',
  resolveId(id: string, importer?: string) {
    return importer && id.startsWith('.') ? path.resolve(path.dirname(importer), `${id}.ts`) : null;
  },
  async transform(code: string, id: string) {
    return transform(code, { loader: 'ts', sourcemap: true, sourcefile: id });
  },
};

type Config = { mode: string } & Record<string, unknown>;

function packConfig(root: string, { sourcemap, isServer, name }: Choice, loader: object, plugins: unknown[]): Config {
  return {
    name,
    mode: 'production',
    context: root,
    entry: './src/main.ts',
    target: isServer ? 'node' : 'web',
    devtool: sourcemap ? 'source-map' : false,
    output: { path: path.join(root, 'dist'), filename: 'main.js' },
    resolve: { extensions: ['.ts', '.js'] },
    module: { rules: [{ test: /\.ts$/, ...loader }] },
    performance: { hints: false },
    plugins,
  };
}

interface Stats {
  toJson(options: object): { errors?: { message: string }[]; warnings?: { message: string }[] };
}

function packed(run: (done: (error: unknown, stats?: Stats) => void) => void, warnings: string[]) {
  return new Promise<void>((resolve, reject) => {
    run((error, stats) => {
      if (error || !stats) return reject(error);
      const { errors = [], warnings: warned = [] } = stats.toJson({ all: false, errors: true, warnings: true });
      warnings.push(...warned.map(({ message }) => message));
      if (errors.length > 0) reject(new Error(errors.map(({ message }) => message).join('\n')));
      else resolve();
    });
  });
}

export const BUNDLERS: Record<string, (root: string, choice?: Choice) => Promise<Built>> = {
  vite: (root, choice = {}) =>
    outcome(root, async (warnings) => {
      const entry = fs.existsSync(path.join(root, 'index.html')) ? {} : { rollupOptions: { input: path.join(root, 'src/main.ts') } };
      await vite(viteConfig(root, choice, warnings, entry));
    }),
  rollup: (root, { options, sourcemap = false } = {}) =>
    outcome(root, async (warnings) => {
      const bundle = await rollup({
        input: path.join(root, 'src/main.ts'),
        plugins: [TYPESCRIPT, forRollup(options)],
        onLog: (_, { message }) => warnings.push(message),
      });
      await bundle.write({ dir: 'dist', sourcemap });
    }),
  rolldown: (root, { options, sourcemap = false, define, isServer } = {}) =>
    outcome(root, async (warnings) => {
      const bundle = await rolldown({
        input: path.join(root, 'src/main.ts'),
        cwd: root,
        platform: isServer ? 'node' : 'browser',
        transform: { define },
        plugins: [forRolldown(options)],
        onLog: (_, { message }) => warnings.push(message),
      });
      await bundle.write({ dir: path.join(root, 'dist'), sourcemap, minify: true });
    }),
  webpack: (root, choice = {}) =>
    outcome(root, (warnings) => {
      const plugins = [forWebpack(choice.options), new webpack.DefinePlugin(choice.define ?? {})];
      const loader = { loader: path.join(ROOT, 'test/esbuild-loader.cjs') };
      return packed((done) => webpack(packConfig(root, choice, loader, plugins) as object, done as never), warnings);
    }),
  rspack: (root, choice = {}) =>
    outcome(root, (warnings) => {
      const plugins = [forRspack(choice.options), new rspack.DefinePlugin(choice.define ?? {})];
      const loader = { loader: 'builtin:swc-loader', options: { jsc: { parser: { syntax: 'typescript' } } } };
      return packed((done) => rspack(packConfig(root, choice, loader, plugins) as object, done as never), warnings);
    }),
  esbuild: (root, { options, sourcemap = false, define, isServer } = {}) =>
    outcome(root, async (warnings) => {
      const result = await esbuild({
        absWorkingDir: root,
        entryPoints: ['src/main.ts'],
        bundle: true,
        minify: true,
        sourcemap,
        define,
        outdir: 'dist',
        platform: isServer ? 'node' : 'browser',
        logLevel: 'silent',
        plugins: [forEsbuild(options)],
      });
      warnings.push(...result.warnings.map(({ pluginName, text }) => `${pluginName}: ${text}`));
    }),
};

/** Vite's configuration for an application. */
export function viteConfig(root: string, choice: Choice, warnings: string[], build: InlineConfig['build'] = {}): InlineConfig {
  const { options, sourcemap = false, define, isServer } = choice;
  return {
    root,
    configFile: false,
    logLevel: 'silent',
    define,
    plugins: [
      forVite(options),
      { name: 'listen', enforce: 'pre', onLog: (level, { message }) => void (level === 'warn' && warnings.push(message)) },
    ],
    build: { sourcemap, ...(isServer ? { ssr: 'src/main.ts' } : {}), ...build },
  };
}
