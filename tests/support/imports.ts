/** Import lines of source files, the graph that they span, and the circles in it. */
import { readdirSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import { root } from './root.ts';
import { codeOf, lineOf } from './source.ts';

/** One import or re-export; `type` imports count like all others. */
export interface Import {
  /** As it is written: './plan.ts', 'zod', 'node:fs'. */
  target: string;
  /** Counted from 1. */
  line: number;
}

/** Files by their paths from the root of the repository, each with the files that it imports. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

const IMPORT = /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)(['"`])([^'"`\n]+)\1/g;

/** All imports of a source text, static and dynamic; a target that is computed cannot be read and is left out. */
export function importsOf(text: string): Import[] {
  const kept = codeOf(text, 'keep');
  return [...kept.matchAll(IMPORT)].filter(([, , target]) => !target.includes('${')).map((match) => ({ target: match[2], line: lineOf(kept, match.index) }));
}

/** The file that a relative import leads to, as a path from the root; undefined for packages. */
export function resolved(file: string, target: string): string | undefined {
  return target.startsWith('.') ? posix.normalize(posix.join(posix.dirname(file), target)) : undefined;
}

/** Sources below folders of the repository, as paths from its root; generated files and packages are left out. */
export function sourcesOf(folders: readonly string[], endings: readonly string[] = ['.ts']): string[] {
  return folders
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
    .map((entry) =>
      relative(root, join(entry.parentPath ?? entry.path, entry.name))
        .split(sep)
        .join('/'),
    )
    .filter((file) => !file.startsWith('src/gen/') && !file.includes('node_modules/'))
    .sort();
}

/** The imports among the given files; what leads to other files is left out. */
export function importGraph(files: readonly string[], read: (file: string) => string): ImportGraph {
  const known = new Set(files);
  const among = (file: string) => importsOf(read(file)).flatMap(({ target }) => resolved(file, target) ?? []);
  return new Map(files.map((file) => [file, [...new Set(among(file).filter((to) => known.has(to)))]]));
}

/**
 * Circles of imports: for each set of files that all reach each other one shortest circle through its first file.
 * @returns each with its first file at both ends, e.g. ['a.ts', 'b.ts', 'a.ts']; none where the graph is acyclic
 */
export function circles(graph: ImportGraph): string[][] {
  const found: string[][] = [];
  const done = new Set<string>();
  for (const file of graph.keys()) {
    if (done.has(file)) continue;
    const circle = shortestCircle(graph, file);
    if (!circle) continue;
    found.push(circle);
    const ahead = reached(graph, file);
    for (const other of ahead) if (reached(graph, other).has(file)) done.add(other);
  }
  return found;
}

/** Everything that a file imports, directly or by others. */
function reached(graph: ImportGraph, from: string): Set<string> {
  const seen = new Set<string>();
  const queue = [from];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    for (const to of graph.get(file) ?? []) {
      if (seen.has(to)) continue;
      seen.add(to);
      queue.push(to);
    }
  }
  return seen;
}

/** Breadth first, so that what is found first is shortest. */
function shortestCircle(graph: ImportGraph, start: string): string[] | undefined {
  const before = new Map<string, string>();
  const queue = [start];
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    for (const to of graph.get(file) ?? []) {
      if (to === start) {
        const back: string[] = [start, file];
        while (back[back.length - 1] !== start) back.push(before.get(back[back.length - 1]) as string);
        return file === start ? [start, start] : back.reverse();
      }
      if (before.has(to)) continue;
      before.set(to, file);
      queue.push(to);
    }
  }
  return undefined;
}
