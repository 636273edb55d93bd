// Builds the laboratory: a folder that any static host serves and that opens from file://. Scripts are classic ones, since
// browsers refuse modules there; the style is in the page.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { leanShaders } from './lean.mjs';
import { LIVE_MODELS, liveEngine, TILING } from './narrow.mjs';

/** Most bytes, compressed, of the page with its script and the engine of one model, which are loaded at once; and of the recorded runs. */
const MOST = { first: 120_000, replay: 250_000 };

/** Parts of the style, in the order of the cascade. */
const STYLES = ['base', 'stage', 'panels', 'files', 'small'];

const size = (text) => gzipSync(text, { level: 9 }).length;

/** @throws Error when a part of the page has become too large */
function checkSizes({ first, replay }) {
  const sizes = { first: first.reduce((sum, text) => sum + size(text), 0), replay: replay.length };
  for (const [part, most] of Object.entries(MOST)) {
    if (sizes[part] > most) throw new Error(`laboratory: expected at most ${most} bytes of ${part}, got ${sizes[part]}`);
  }
}

/**
 * @param out the folder to write
 * @param settings of esbuild for browsers
 */
export async function buildLab(root, out, settings) {
  const { build, transform } = await import('esbuild');
  const source = join(root, 'native/browser/lab');
  const read = (name) => readFileSync(join(source, name), 'utf8');
  const bundled = async (entry, plugins = []) => {
    const { outputFiles } = await build({
      ...settings,
      format: 'iife',
      sourcemap: false,
      write: false,
      plugins: [...plugins, leanShaders()],
      entryPoints: [join(source, entry)],
    });
    return outputFiles[0].text;
  };
  const { code: style } = await transform(STYLES.map((name) => read(`${name}.css`)).join(''), { loader: 'css', minify: true });
  const page = read('lab.html').replace('/*STYLE*/', () => style.trim());
  const script = await bundled('main.ts');
  const tiling = await bundled('tiling.ts');
  const replay = `globalThis.blockspinReplay=${JSON.stringify(read('replay.json').trim())};\n${await bundled('recorded.ts')}`;
  const engines = await Promise.all(LIVE_MODELS.map(async (model) => [model, await bundled('engine.ts', liveEngine(root, model))]));
  for (const [model, engine] of engines) checkSizes({ first: [page, script, engine, ...(model === TILING ? [tiling] : [])], replay });
  mkdirSync(out, { recursive: true });
  // The same page under the name that a static host looks for.
  for (const name of ['lab.html', 'index.html']) writeFileSync(join(out, name), page);
  writeFileSync(join(out, 'lab.js'), script);
  writeFileSync(join(out, 'replay.js'), replay);
  // A worker cannot come from a file of its own where the page is one: its text does.
  writeFileSync(join(out, 'exact.js'), `globalThis.blockspinExact=${JSON.stringify(await bundled('exact_worker.ts'))};\n`);
  for (const [model, engine] of engines) writeFileSync(join(out, `engine_${model}.js`), engine);
  writeFileSync(join(out, 'tiling.js'), tiling);
  writeFileSync(join(out, 'own.js'), await bundled('own.ts'));
  writeFileSync(join(out, 'components.js'), await bundled('components.ts'));
}
