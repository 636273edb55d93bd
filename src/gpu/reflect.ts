/**
 * Reads declarations of kernels from WGSL source: bindings, element types, access, constants and workgroup sizes. The build
 * does it for shaders/, `declareShader` for the source of a library user, so that TypeScript never repeats a binding number.
 */
import type { WgslReflect } from 'wgsl_reflect';
import { BlockspinError } from '../core/errors.ts';
import type { Declaration, Drawing, DType, EntryPoint, StorageBinding, UniformBinding } from './declaration.ts';

/** A file of WGSL source. */
interface Source {
  /** Its name in errors. */
  readonly file: string;
  readonly text: string;
}

/** The parser. It is passed in, so that it is loaded only where shaders are declared. */
type Reflection = new (source: string) => WgslReflect;

/** The result of reflection for a type; the classes of the parser differ by kind. */
interface ReflectedType {
  readonly name: string;
  readonly isArray: boolean;
  readonly size: number;
  readonly format?: ReflectedType;
  readonly members?: readonly { readonly name: string; readonly offset: number; readonly type: ReflectedType }[];
}

interface ReflectedResource {
  readonly name: string;
  readonly group: number;
  readonly binding: number;
  readonly access: string;
  readonly type: ReflectedType;
}

const SCALARS: Readonly<Record<string, DType>> = { f32: 'f32', u32: 'u32', i32: 'i32' };
const LETTERS: Readonly<Record<string, DType>> = { f: 'f32', u: 'u32', i: 'i32' };

/**
 * Declarations of the compute entry points of a file, by their names; none for a library.
 * @param path of the kernels in listings of plans
 * @param source the file itself
 * @param library the text of a library named by `// uses NAME`; undefined where there is no such library
 * @throws BlockspinError with file and line for source that cannot be read, and for bindings that a plan could not bind
 */
export function reflectShader(Parser: Reflection, path: string, source: Source, library: Library): Record<string, Declaration> {
  const { module, common } = read(Parser, path, source, library);
  return Object.fromEntries(
    module.entry.compute.map((entry) => {
      const size = [entry.attributes?.find(({ name }) => name === 'workgroup_size')?.value ?? 1].flat().map(Number);
      return [entry.name, { ...common, ...entryPoint(entry, source.file), workgroup: [size[0], size[1] ?? 1, size[2] ?? 1] } as const];
    }),
  );
}

/** Declarations of the fragment entry points of a file, by their names. @throws BlockspinError where there is no vertex entry point, or several */
export function reflectDrawings(Parser: Reflection, path: string, source: Source, library: Library): Record<string, Drawing> {
  const { module, common } = read(Parser, path, source, library);
  const { fragment, vertex } = module.entry;
  if (fragment.length > 0 && vertex.length !== 1) {
    const got = vertex.length === 0 ? 'none' : vertex.map(({ name }) => name).join(', ');
    throw wrong(source.file, 'one vertex entry point beside those of fragments', got, 'write // uses lib/whole');
  }
  return Object.fromEntries(fragment.map((entry) => [entry.name, { ...common, ...entryPoint(entry, source.file), vertex: vertex[0].name }]));
}

type Library = (name: string) => Source | undefined;

/** Parses a file with its libraries; also what all its entry points share. */
function read(Parser: Reflection, path: string, source: Source, library: Library) {
  const segments = assemble(source, library);
  const text = segments.map((segment) => segment.text).join('\n');
  const module = parse(Parser, text, segments);
  // Reflection lists overrides twice and without their defaults, so they are read from the text.
  const overrides = [...text.matchAll(/^override\s+(\w+)\s*:\s*(\w+)\s*(=)?/gm)].map((m) => ({ name: m[1], type: m[2], optional: Boolean(m[3]) }));
  const lines = segments.map(({ file, text: part }) => [file, part.split('\n').length] as const);
  return { module, common: { path, lines, overrides, source: text } };
}

function entryPoint({ name, resources }: { name: string; resources: unknown }, file: string): Pick<EntryPoint, 'entry' | 'bindings'> {
  const sorted = [...(resources as ReflectedResource[])].sort((a, b) => a.binding - b.binding);
  return { entry: name, bindings: Object.fromEntries(sorted.map((resource) => [resource.name, bindingOf(resource, file)])) };
}

/** A file after the libraries that it uses, each once. */
function assemble(source: Source, library: (name: string) => Source | undefined, seen = new Set<string>()): Source[] {
  const text = source.text.trimEnd();
  const segments: Source[] = [];
  for (const [line, name] of text.matchAll(/^\/\/ uses (\S+)$/gm)) {
    if (seen.has(name)) continue;
    seen.add(name);
    const found = library(name);
    if (!found) throw wrong(source.file, 'the name of a library', line, 'check the spelling');
    segments.push(...assemble(found, library, seen));
  }
  return [...segments, { file: source.file, text }];
}

/** Parses with the real file and line in the message; the parser's own error would print its whole source. */
function parse(Parser: Reflection, text: string, segments: readonly Source[]): WgslReflect {
  try {
    return new Parser(text);
  } catch (error) {
    const { message } = error as Error;
    let line = Number(/Line: ?(\d+)/i.exec(message)?.[1] ?? 1);
    const left = [...segments];
    while (left.length > 1 && line > left[0].text.split('\n').length) line -= (left.shift() as Source).text.split('\n').length;
    const [{ file, text: part }] = left;
    throw wrong(`${file}:${line}`, 'valid WGSL', `${message.split('\n')[0].trim()}\n  ${part.split('\n')[line - 1]}\n`, 'mend this place');
  }
}

function bindingOf({ name, group, binding, access, type }: ReflectedResource, file: string): StorageBinding | UniformBinding {
  const where = `${file}: binding ${name}`;
  if (group !== 0) throw wrong(where, 'group 0, which is the only one', `group ${group}`, 'write @group(0)');
  if (type.members) {
    const fields = type.members.map((member) => ({ name: member.name, offset: member.offset, dtype: scalar(member.type, `${where}.${member.name}`) }));
    return { kind: 'uniform', binding, size: type.size, fields };
  }
  if (!type.isArray || !type.format) throw wrong(where, 'an array, or a uniform struct', type.name, 'declare array<u32>, say');
  return { kind: 'storage', binding, ...element(type.format, where), access: access === 'read_write' ? 'read_write' : 'read' };
}

/** The scalar type and vector width of an element. */
function element(type: ReflectedType, where: string): { dtype: DType; width: number } {
  const short = /^vec([234])([fui])$/.exec(type.name);
  if (short) return { dtype: LETTERS[short[2]], width: Number(short[1]) };
  const long = /^vec([234])$/.exec(type.name);
  if (long && type.format) return { dtype: scalar(type.format, where), width: Number(long[1]) };
  return { dtype: scalar(type.name === 'atomic' && type.format ? type.format : type, where), width: 1 };
}

function scalar({ name }: ReflectedType, where: string): DType {
  const dtype = SCALARS[name];
  if (!dtype) throw wrong(where, 'elements of type f32, u32 or i32, or vectors of them', name, 'use one of these');
  return dtype;
}

function wrong(place: string, expected: string, got: string, remedy: string): BlockspinError {
  return new BlockspinError({ who: `shader ${place}`, expected, got, remedy, code: 'shader' });
}
