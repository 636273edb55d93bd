// Turns every shaders/**/*.wgsl into a typed TypeScript declaration under src/gen/shaders, by the same reading of WGSL that
// users of the library have (src/gpu/reflect.ts); includes (`// uses lib/x`) are recorded line by line, so that a compile error
// can name the real file. The texts of libraries that users may include go to src/gen/libraries.ts.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
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

/** Libraries that shaders of users may use: random numbers, and the triangle of drawings. */
const FOR_USERS = ['lib/bernoulli', 'lib/philox', 'lib/threefry', 'lib/whole', 'lib/xoshiro'];

/** Writes a file unless it is there already. */
function writeIfNew(file, content) {
  if (existsSync(file) && readFileSync(file, 'utf8') === content) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

/** The functions of src/gpu/reflect.ts, which this program can only import once it is JavaScript. */
async function reflector(root) {
  const { build } = await import('esbuild');
  const file = join(root, 'src/gen/reflect.mjs');
  mkdirSync(dirname(file), { recursive: true });
  await build({
    absWorkingDir: root,
    entryPoints: ['src/gpu/reflect.ts'],
    outfile: file,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  });
  return import(pathToFileURL(file).href);
}

function emit(path, entries) {
  const { source, lines, overrides } = Object.values(entries)[0];
  const own = Object.fromEntries(
    Object.entries(entries).map(([name, { entry, workgroup, vertex, bindings }]) => [name, { entry, ...(workgroup ? { workgroup } : { vertex }), bindings }]),
  );
  const body = JSON.stringify({ path, lines, overrides, entries: own }, null, 1);
  return [
    `// Generated from shaders/${path}.wgsl by native/setup/shaders.mjs; do not edit.`,
    `const declaration = ${body} as const;`,
    `const source = ${JSON.stringify(source)};`,
    `const common = { path: declaration.path, lines: declaration.lines, overrides: declaration.overrides, source } as const;`,
    ...Object.keys(own).map((e) => `export const ${e} = { ...common, ...declaration.entries.${e} } as const;`),
    '',
  ].join('\n');
}

/** Writes src/gen from shaders/; returns the paths of the kernels written. */
export async function generateShaders(root) {
  const { reflectShader, reflectDrawings } = await reflector(root);
  const folder = join(root, 'shaders');
  const out = join(root, 'src/gen/shaders');
  const sourceOf = (path) => ({ file: `shaders/${path}.wgsl`, text: readFileSync(join(folder, `${path}.wgsl`), 'utf8') });
  const written = [];
  for (const path of wgslFiles(folder)) {
    const entries = Object.assign({}, ...[reflectShader, reflectDrawings].map((reflect) => reflect(WgslReflect, path, sourceOf(path), sourceOf)));
    if (Object.keys(entries).length === 0) continue;
    written.push(path);
    writeIfNew(join(out, `${path}.ts`), emit(path, entries));
  }
  for (const stale of generated(out).filter((path) => !written.includes(path))) rmSync(join(out, `${stale}.ts`));
  const libraries = Object.fromEntries(FOR_USERS.map((path) => [path, sourceOf(path).text]));
  const text = `export const LIBRARIES: Readonly<Record<string, string>> = ${JSON.stringify(libraries, null, 1)};`;
  writeIfNew(join(root, 'src/gen/libraries.ts'), `// Generated from shaders/lib by native/setup/shaders.mjs; do not edit.\n${text}\n`);
  return written;
}
