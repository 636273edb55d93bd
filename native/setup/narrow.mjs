// Bundles that need only some entries of the program's lists: the imports of the other entries are left out of the file that lists
// them, and with them all that only they use.
import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

const IMPORT = /^import \{ (?!type )(\w+) \} from '\.\/[^']+';\n/gm;

/** The text of a list without the entries that are not kept. @throws Error where an entry is used beside the list as well */
export function narrowed(file, text, kept) {
  const unwanted = [...text.matchAll(IMPORT)].map(([, name]) => name).filter((name) => !kept.includes(name));
  const missing = kept.find((name) => !new RegExp(`\\b${name}\\b`).test(text));
  if (missing) throw new Error(`${file}: expected an entry ${missing}, got none`);
  return unwanted.reduce((left, name) => {
    const rest = left
      .replace(new RegExp(`^import \\{ ${name} \\} from .*\\n`, 'm'), '')
      .replace(new RegExp(`(?:\\w+: )?\\b${name}, |, (?:\\w+: )?${name}\\b(?= [\\]}])|, ${name}(?=\\])|^ *(?:\\w+: )?${name},\\n`, 'gm'), '');
    if (new RegExp(`\\b${name}\\b`).test(rest)) throw new Error(`${file}: ${name} is used beside the list`);
    return rest;
  }, text);
}

const EXPORT = /^export (?:async )?(?:function\*?|(?:abstract )?class|const|let) (\w+)/gm;

/** A module with the names of another one, each of which throws where it is called. */
function absent(file, text) {
  const names = [...text.matchAll(EXPORT)].map(([, name]) => name);
  const thrown = `throw new Error(${JSON.stringify(`internal: ${file} is not part of this bundle`)})`;
  return names.map((name) => `export function ${name}() { ${thrown}; }\n`).join('');
}

/**
 * A plugin of esbuild.
 * @param lists kept entries by the paths of the files that list them
 * @param without files whose functions and classes are never called in this bundle
 */
export function narrow(root, { lists, without }) {
  return {
    name: 'narrow',
    setup({ onLoad }) {
      // A package may be a link to where it is installed, and esbuild names files by where they are.
      const pathOf = (file) => realpathSync(join(root, file));
      const changes = new Map([
        ...Object.entries(lists).map(([file, kept]) => [pathOf(file), (text) => narrowed(file, text, kept)]),
        ...without.map((file) => [pathOf(file), (text) => absent(file, text)]),
      ]);
      onLoad({ filter: /\.[tj]s$/ }, ({ path }) => {
        const change = changes.get(path);
        return change && { contents: change(readFileSync(path, 'utf8')), loader: 'ts' };
      });
    },
  };
}

/**
 * What the live page needs: its models, moved by local rules, and the bound on a discrete H with the critic of its states. Each list keeps one entry for pairs.
 * No value is real, and no settings are described as JSON.
 */
export const LIVE_PAGE = {
  lists: {
    'src/model/models.ts': ['ising', 'dimers', 'chipping', 'data'],
    'src/bound/bounds.ts': ['discreteBound', 'infonceBound'],
    'src/critic/critics.ts': ['classifier', 'separable'],
  },
  without: [
    ...['to-json-schema', 'json-schema-processors'].map((name) => `node_modules/zod/v4/core/${name}.js`),
    'src/gen/shaders/view/gather_reals.ts',
    ...['cluster', 'tempering', 'lattice', 'choose'].map((name) => `src/model/ising/${name}.ts`),
    ...['chains', 'correlation', 'data_set', 'drift', 'inputs', 'pack', 'symmetry'].map((name) => `src/model/data/${name}.ts`),
  ],
};
