// Shaders in a page that is loaded over a network: without comments and blanks, and with each library once. A compiler then
// names lines of the shortened text.
import { readFileSync } from 'node:fs';

const SHADER = /src\/gen\/shaders\/.*\.ts$/;
const LINES = /"lines": (\[[\s\S]*?\n \])/;
const SOURCE = /^const source = (".*");$/m;

const shortened = (lines) =>
  lines
    .map((line) => line.replace(/\/\/.*$/, '').trim())
    .filter((line) => line !== '')
    .join('\n');

/** A plugin of esbuild. */
export function leanShaders() {
  const libraries = new Map();
  return {
    name: 'lean shaders',
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /^library:/ }, ({ path }) => ({ path, namespace: 'library' }));
      onLoad({ filter: /.*/, namespace: 'library' }, ({ path }) => ({ contents: `export default ${JSON.stringify(libraries.get(path))};` }));
      onLoad({ filter: SHADER }, ({ path }) => ({ contents: withoutRemarks(readFileSync(path, 'utf8'), libraries), loader: 'ts' }));
    },
  };
}

/** The declaration of a shader whose text is put together from its own and from libraries. */
function withoutRemarks(text, libraries) {
  const lines = JSON.parse(SOURCE.exec(text)[1]).split('\n');
  const imports = [];
  const parts = JSON.parse(LINES.exec(text)[1]).map(([file, count]) => {
    const code = shortened(lines.splice(0, count));
    if (!file.includes('/lib/')) return JSON.stringify(code);
    libraries.set(`library:${file}`, code);
    return `library${imports.push(file) - 1}`;
  });
  const head = imports.map((file, i) => `import library${i} from 'library:${file}';\n`).join('');
  return head + text.replace(LINES, '"lines": []').replace(SOURCE, () => `const source = ${parts.join(" + '\\n' + ")};`);
}
