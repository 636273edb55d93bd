import { BlockspinError, nearest } from '../core/errors.ts';
import { LIBRARIES } from '../gen/libraries.ts';
import type { Declaration, Drawing } from './declaration.ts';
import { reflectDrawings, reflectShader } from './reflect.ts';

/** The kernels and drawings of a WGSL file. */
export class Shader {
  /** @param entries by name, see `declareShader` */
  constructor(
    readonly file: string,
    readonly entries: Readonly<Record<string, Declaration>>,
    readonly drawings: Readonly<Record<string, Drawing>> = {},
  ) {}

  /** An entry point, as `Plan.dispatch` takes it. @throws BlockspinError with the nearest name for an unknown name */
  entry(name: string): Declaration {
    return named(this.file, this.entries, name);
  }

  /** A fragment entry point, as `Picture` takes it. @throws BlockspinError with the nearest name for an unknown name */
  drawing(name: string): Drawing {
    return named(this.file, this.drawings, name);
  }
}

function named<T>(file: string, entries: Readonly<Record<string, T>>, name: string): T {
  if (Object.hasOwn(entries, name)) return entries[name];
  const names = Object.keys(entries);
  const near = nearest(name, names);
  const remedy = near ? `did you mean ${near}?` : names.length > 0 ? `use ${names[0]}` : 'write one';
  throw new BlockspinError({ who: `shader ${file}`, expected: `an entry point out of ${names.join(', ') || 'none'}`, got: name, remedy });
}

/**
 * Declares the kernels and drawings of WGSL source that is not part of blockspin: bindings, types and constants are read from the text and
 * bound by their names. The source may say `// uses lib/philox`, `lib/threefry`, `lib/xoshiro` or `lib/bernoulli` on a line of
 * its own, and `lib/whole` where it draws: functions of the fragment stage give the colour of the pixel at their builtin position. The names of `override` constants and of bindings are those that `Plan.dispatch` takes.
 * @param file as errors and listings of plans name it
 * @param text the WGSL source. All bindings are in group 0: arrays of f32, u32, i32 or vectors of them, and uniform structs
 * @throws BlockspinError with file and line for source that cannot be read, has no entry point, or uses an unknown library.
 *   Errors that only a compiler finds are reported by `Plan.compile`, also with file and line
 */
export async function declareShader(file: string, text: string): Promise<Shader> {
  // Loaded here only: the library's own shaders are parsed at build time and do not need the parser.
  const { WgslReflect } = await import('wgsl_reflect/wgsl_reflect.module.js');
  const library = (name: string) => (Object.hasOwn(LIBRARIES, name) ? { file: `shaders/${name}.wgsl`, text: LIBRARIES[name] } : undefined);
  const path = file.replace(/^.*[\\/]/, '').replace(/\.wgsl$/, '');
  const entries = reflectShader(WgslReflect, path, { file, text }, library);
  const drawings = reflectDrawings(WgslReflect, path, { file, text }, library);
  if (Object.keys(entries).length + Object.keys(drawings).length > 0) return new Shader(file, entries, drawings);
  throw new BlockspinError({ who: `shader ${file}`, expected: 'an entry point', got: 'none', remedy: 'write @compute before a function', code: 'shader' });
}
