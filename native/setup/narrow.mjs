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

const DESCRIPTION = /\s*\.describe\(\s*(['"`])(?:(?!\1)[^\\]|\\.)*\1,?\s*\)/g;

/** Schemas without the descriptions of their settings. @throws Error where there are none */
function undescribed(file, text) {
  const left = text.replace(DESCRIPTION, '');
  if (left === text) throw new Error(`${file}: expected descriptions of settings, got none`);
  return left;
}

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
 * @param wordless files whose schemas are read without the descriptions of settings
 * @param fields of records that it does not read, by the paths of their files
 */
function narrow(root, { lists, without, wordless, fields }) {
  return {
    name: 'narrow',
    setup({ onLoad }) {
      // A package may be a link to where it is installed, and esbuild names files by where they are.
      const pathOf = (file) => realpathSync(join(root, file));
      const changes = new Map([
        ...Object.entries(lists).map(([file, kept]) => [pathOf(file), (text) => narrowed(file, text, kept)]),
        ...without.map((file) => [pathOf(file), (text) => absent(file, text)]),
        ...wordless.map((file) => [pathOf(file), (text) => undescribed(file, text)]),
        ...Object.entries(fields).map(([file, name]) => [pathOf(file), (text) => text.replace(new RegExp(`^ *${name}: \\w+,\\n`, 'm'), '')]),
      ]);
      onLoad({ filter: /\.[tj]s$/ }, ({ path }) => {
        const change = changes.get(path);
        return change && { contents: change(readFileSync(path, 'utf8')), loader: 'ts' };
      });
    },
  };
}

/** Kernels of values that are real, of bounds on pairs, of components that are known, have several states or a bias, of products, of a continuous H. */
const NOWHERE = [
  'view/gather_reals',
  'bound/infonce',
  'bound/conditional',
  ...['argmax', 'bias', 'categorical', 'joint_states', 'products', 'relaxed', 'tanh'].map((name) => `coarse/${name}`),
];
/** The model whose values lie on a tiling; the page shows it with a further script. */
export const TILING = 'graph-dimers';
/** Models of the live page, and the kernels that each of them does without. */
const UNUSED = {
  ising: ['view/gather_values', 'coarse/filter_values', 'show/bars', 'show/columns', 'show/tiling'],
  dimers: ['view/gather_values', 'coarse/filter_values', 'show/columns', 'show/tiling'],
  chipping: ['view/gather', 'coarse/filter', 'show/bars', 'show/tiling'],
  [TILING]: ['view/gather_values', 'coarse/filter_values', 'show/bars', 'show/columns', 'show/field', 'show/coarsen', 'coarse/entropy_bonus'],
};
export const LIVE_MODELS = Object.keys(UNUSED);
/** Without graphs, and without windows: of graphs only the cut around a node by regions. */
const ON_LATTICE = ['lab/patch', 'show/tiling'];
const ON_TILING = [
  ...['cut', 'centre', 'views'].map((name) => `space/graph/${name}`),
  ...['cut', 'fits', 'window'].map((name) => `space/${name}`),
  'show/coarsen',
  'analysis/filters/patterns',
];

/**
 * What the live page needs for one of its models, moved by local rules: the bound on a discrete H with the critic of its states. Each list
 * keeps one entry for pairs.
 */
function livePage(model) {
  const [folder, entry] = [model.replace('-', '_'), model.replace(/-(\w)/, (_, letter) => letter.toUpperCase())];
  return {
    lists: {
      'src/model/models.ts': [entry, 'data'],
      'src/bound/bounds.ts': ['discreteBound', 'infonceBound'],
      'src/critic/critics.ts': ['classifier', 'separable'],
    },
    without: [
      ...[...NOWHERE, ...UNUSED[model]].map((name) => `src/gen/shaders/${name}.ts`),
      ...(model === TILING ? ON_TILING : ON_LATTICE).map((name) => `src/${name}.ts`),
      'src/space/pairs.ts',
      'src/coarse/table.ts',
      'src/train/config/evolving.ts',
      ...['cluster', 'tempering', 'lattice', 'choose'].map((name) => `src/model/ising/${name}.ts`),
      ...['chains', 'contradiction', 'correlation', 'data_set', 'drift', 'inputs', 'pack', 'quantities', 'symmetry'].map((name) => `src/model/data/${name}.ts`),
    ],
    // Its settings have words of their own.
    wordless: ['src/train/config/schema.ts'],
    // Of tables of operators.
    fields: { [`src/model/${folder}/model.ts`]: 'fieldTheory' },
  };
}

/** Plugins of esbuild for the engine of a model, whose schemas of settings fill in defaults and check nothing. */
export function liveEngine(root, model) {
  const defaults = join(root, 'native/browser/lab/defaults.ts');
  return [{ name: 'defaults only', setup: ({ onResolve }) => onResolve({ filter: /^zod$/ }, () => ({ path: defaults })) }, narrow(root, livePage(model))];
}
