// Turns every shaders/**/*.wgsl into a typed TypeScript declaration under src/gen/shaders.
// Bindings, element types, access and workgroup sizes come from reflection; includes (`// uses lib/x`)
// are resolved here and recorded line by line, so that a compile error can name the real file.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { WgslReflect } from 'wgsl_reflect/wgsl_reflect.module.js';

/** All paths of files with an ending below `folder`, relative and sorted, without the ending. */
function pathsOf(folder, ending) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)).slice(0, -ending.length))
    .sort();
}

const wgslFiles = (folder) => pathsOf(folder, '.wgsl');
const generated = (folder) => pathsOf(folder, '.ts');

/** Concatenates a shader with the libraries it uses, each once, libraries first. */
function assemble(folder, path, seen = new Set()) {
  const text = readFileSync(join(folder, `${path}.wgsl`), 'utf8').trimEnd();
  const segments = [];
  for (const match of text.matchAll(/^\/\/ uses (\S+)$/gm)) {
    if (seen.has(match[1])) continue;
    seen.add(match[1]);
    segments.push(...assemble(folder, match[1], seen));
  }
  segments.push({ file: `shaders/${path}.wgsl`, text, lines: text.split('\n').length });
  return segments;
}

const scalarOf = { f32: 'f32', u32: 'u32', i32: 'i32' };

/** The scalar type and vector width behind a reflected element type. */
function element(type, where) {
  const short = /^vec([234])([fui])$/.exec(type.name);
  if (short) return { dtype: { f: 'f32', u: 'u32', i: 'i32' }[short[2]], width: Number(short[1]) };
  const long = /^vec([234])$/.exec(type.name);
  if (long) return { dtype: scalarOf[type.format.name], width: Number(long[1]) };
  if (type.name === 'atomic') return { dtype: scalarOf[type.format.name], width: 1 };
  const dtype = scalarOf[type.name];
  if (!dtype) throw new Error(`${where}: element type ${type.name} is not supported; use f32, u32, i32 or vectors of them`);
  return { dtype, width: 1 };
}

function declareBinding(resource, path) {
  const where = `${path}: binding ${resource.name}`;
  if (resource.group !== 0) throw new Error(`${where}: only group 0 is used, got group ${resource.group}`);
  if (resource.type.members) {
    const fields = resource.type.members.map((m) => ({ name: m.name, offset: m.offset, dtype: scalarOf[m.type.name] }));
    return { kind: 'uniform', binding: resource.binding, size: resource.type.size, fields };
  }
  if (!resource.type.isArray) throw new Error(`${where}: expected an array or a uniform struct, got ${resource.type.name}`);
  const { dtype, width } = element(resource.type.format, where);
  const access = resource.access === 'read_write' ? 'read_write' : 'read';
  return { kind: 'storage', binding: resource.binding, dtype, width, access };
}

/** Parses with the real file and line in the message; the parser's own error would print its whole source. */
function parse(source, segments) {
  try {
    return new WgslReflect(source);
  } catch (error) {
    const match = /Line: (\d+)/.exec(error.message);
    let line = Number(match?.[1] ?? 1);
    const left = [...segments];
    while (left.length > 1 && line > left[0].lines) line -= left.shift().lines;
    const [segment] = left;
    throw new Error(`${segment.file}:${line}: ${error.message.trim()}\n  ${segment.text.split('\n')[line - 1]}`);
  }
}

/** Reflects one shader file; null for a library (a file without entry points). */
function reflect(folder, path) {
  const segments = assemble(folder, path);
  const source = segments.map((s) => s.text).join('\n');
  const module = parse(source, segments);
  if (module.entry.compute.length === 0) return null;
  // Reflection lists overrides twice and without their defaults, so they are read off the text.
  const overrides = [...source.matchAll(/^override\s+(\w+)\s*:\s*(\w+)\s*(=)?/gm)].map((m) => ({ name: m[1], type: m[2], optional: Boolean(m[3]) }));
  const entries = {};
  for (const entry of module.entry.compute) {
    const size = entry.attributes.find((a) => a.name === 'workgroup_size').value;
    const bindings = {};
    for (const resource of [...entry.resources].sort((a, b) => a.binding - b.binding)) {
      bindings[resource.name] = declareBinding(resource, path);
    }
    const workgroup = (Array.isArray(size) ? size : [size]).map(Number);
    entries[entry.name] = { entry: entry.name, workgroup: [workgroup[0], workgroup[1] ?? 1, workgroup[2] ?? 1], bindings };
  }
  const lines = segments.map((s) => [s.file, s.lines]);
  return { path, lines, overrides, entries, source };
}

function emit(declaration) {
  const { source, ...rest } = declaration;
  const body = JSON.stringify(rest, null, 1);
  const entries = Object.keys(rest.entries);
  return [
    `// Generated from shaders/${rest.path}.wgsl by native/setup/shaders.mjs; do not edit.`,
    `const declaration = ${body} as const;`,
    `const source = ${JSON.stringify(source)};`,
    `const common = { path: declaration.path, lines: declaration.lines, overrides: declaration.overrides, source } as const;`,
    ...entries.map((e) => `export const ${e} = { ...common, ...declaration.entries.${e} } as const;`),
    '',
  ].join('\n');
}

/** Writes src/gen/shaders from shaders/; returns the paths written. */
export function generateShaders(root) {
  const folder = join(root, 'shaders');
  const out = join(root, 'src/gen/shaders');
  const written = [];
  for (const path of wgslFiles(folder)) {
    const declaration = reflect(folder, path);
    if (!declaration) continue;
    const file = join(out, `${path}.ts`);
    const content = emit(declaration);
    written.push(path);
    if (existsSync(file) && readFileSync(file, 'utf8') === content) continue;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  for (const stale of generated(out).filter((path) => !written.includes(path))) rmSync(join(out, `${stale}.ts`));
  return written;
}
