import path from 'node:path';

/** Which modules there are and who imports whom. Modules are known by the path of their file. */
export interface Graph {
  /** The files of the modules in an output. */
  modulesOf(output: string): Iterable<string>;
  /** The files of the modules that import one. */
  importersOf(file: string): Iterable<string>;
}

/** A graph of which nothing is known. */
export const NO_GRAPH: Graph = { modulesOf: () => [], importersOf: () => [] };

/** The shortest way from an entry to a module: files, the entry first. */
export function importChain(graph: Graph, file: string): string[] {
  const next = new Map<string, string | undefined>([[file, undefined]]);
  let entry = file;
  // A map can grow while it is gone through: what is added is seen, too.
  for (const at of next.keys()) {
    const importers = [...graph.importersOf(at)].filter((importer) => importer !== at);
    if (importers.length === 0) {
      entry = at;
      break;
    }
    for (const importer of importers) {
      if (!next.has(importer)) next.set(importer, at);
    }
  }
  const chain: string[] = [];
  for (let at: string | undefined = entry; at !== undefined; at = next.get(at)) chain.push(at);
  return chain;
}

/** The file of a module's id, without what plugins add to it; nothing for a virtual module. */
export function fileOf(id: string, paths: path.PlatformPath = path): string | undefined {
  if (id.startsWith('\0')) return undefined;
  const file = id.replace(/[?#].*$/s, '');
  // On Windows bundlers write both slashes, and what is compared has one of them.
  return paths.isAbsolute(file) ? paths.normalize(file) : undefined;
}

/** An output's name: from the output folder on if it lies there, else as {@link shown}. */
export function outputName(root: string, folder: string, file: string): string {
  return file.startsWith('../') ? shown(root, path.resolve(folder, file)) : file;
}

/** A path as people write it: from the root on if it lies there, with `/` between folders. */
export function shown(root: string, file: string, paths: path.PlatformPath = path): string {
  const relative = paths.relative(root, file);
  // On Windows there is no way from drive to drive.
  const inside = relative !== '' && !paths.isAbsolute(relative);
  return paths.normalize(inside ? relative : file).split(paths.sep).join('/');
}
