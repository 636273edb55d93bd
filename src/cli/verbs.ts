import * as z from 'zod';
import type { Model } from '../model/model.ts';
import { SAMPLED } from '../model/models.ts';
import { PRESET_NAMES } from '../study/plan/presets.ts';
import { DESIGN } from './design_options.ts';
import { EXACT_EXAMPLES, exactLines } from './exact_help.ts';
import { MADE } from './graph_made.ts';
import { READING } from './import.ts';
import type { OptionName } from './options.ts';
import { optionOf, SAMPLE_OPTIONS } from './setting_options.ts';
import { GRAPH } from './sites.ts';
import { spendingLines } from './spending.ts';
import { SECTIONS, type Section, TRAINING } from './training_options.ts';

const COMMON: OptionName[] = ['adapter', 'json', 'debug', 'help', 'version'];
export const LATTICE: OptionName[] = ['model', 'size', 'temperature', 'coupling', 'chains', 'seed'];
/** Parameters of the models beside the shared ones, and how to move them. */
export const MODELS: OptionName[] = [...SAMPLE_OPTIONS.filter((name) => !LATTICE.includes(name)), 'boundary'];

/** For configurations from a file. */
const DATA: OptionName[] = ['data', ...READING];
/** Settings of trainings on such configurations. */
const OF_DATA: readonly OptionName[] = ['boundary', 'held-out-part', 'folds', 'learning-curve', 'symmetry', 'harmonics'];

/** A preset for the examples. */
const [PRESET] = PRESET_NAMES;

function titleOf(model: Model): string {
  return model.title(z.object(model.settings).parse({}));
}

function examplesOf(verb: 'train' | 'sample'): string[] {
  return SAMPLED.flatMap(({ name, examples }) => {
    const settings = examples?.[verb];
    const words = { ...(name === SAMPLED[0].name ? {} : { model: name }), ...settings };
    return settings ? [['npx blockspin', verb, ...Object.entries(words).map(wordsOf)].join(' ')] : [];
  });
}

/** An option with its value, as it is typed. */
function wordsOf([key, value]: [string, unknown]): string {
  return `--${optionOf(key)} ${[value]
    .flat()
    .map((one) => (one === Number.POSITIVE_INFINITY ? 'inf' : String(one)))
    .join(',')}`;
}

export interface Verb {
  help: string;
  /** Whether it stops in good order at a signal, with what it has; all others are ended at once. */
  stops?: boolean;
  options: OptionName[];
  /** Options that have a meaning only beside certain others. */
  sections?: readonly Section[];
  /** Options that take one number for other verbs and a list here. */
  lists?: OptionName[];
  /** The word after the verb without an option, if there may be one. */
  operand?: string;
  /** Further lines of its help, made on request. */
  further?: () => string[];
  examples: string[];
}

export const VERBS = {
  start: {
    help: `the main job: ${titleOf(SAMPLED[0])}, 64 x 64, below, at and above T_c, with a report`,
    stops: true,
    options: [...TRAINING.filter((name) => !OF_DATA.includes(name)), 'out', 'profile', ...COMMON],
    sections: SECTIONS,
    examples: ['npx blockspin start', 'npx blockspin start --seed 2 --out results/second'],
  },
  train: {
    help: 'train filters for a model or your own data and estimate their information',
    stops: true,
    options: [...TRAINING, ...DATA, 'sites', 'graph', ...GRAPH, 'level', 'views', 'filter', 'known', 'deflate', 'out', 'profile', 'resume', ...COMMON],
    sections: SECTIONS,
    examples: [
      'npx blockspin train --temperature 2.269185 --buffer 2 --replicas 5',
      'npx blockspin train --size 4 --block 2 --buffer 0 --shell 1 --temperature 2 --json',
      ...examplesOf('train'),
      'npx blockspin train --data samples.npy --boundary periodic --block 4 --buffer 2',
      'npx blockspin train --size 8 --block 2 --buffer 1 --shell 1 --filter uniform',
    ],
  },
  sample: {
    help: 'sample a model, or read your own data, and measure observables',
    stops: true,
    options: [...LATTICE, ...MODELS, 'samples', 'burn', 'spacing', 'error', 'limit', 'start', 'out', ...DATA, ...COMMON],
    further: spendingLines,
    examples: [
      'npx blockspin sample --size 64 --temperature 2.0,2.269185',
      'npx blockspin sample --coupling -1 --temperature 1.5 --json',
      ...examplesOf('sample'),
      'npx blockspin sample --size 64 --temperature 2 --error 0.0002',
      'npx blockspin sample --size 16 --out samples.npy',
      'npx blockspin sample --data samples.npy',
    ],
  },
  data: {
    help: 'show how a file of your own configurations is understood',
    operand: 'file of configurations, or of a tissue',
    options: [...READING, 'boundary', 'lattice', 'tissue', 'json', 'debug', 'help', 'version'],
    examples: ['npx blockspin data samples.npy', 'npx blockspin data shots.npy --axes nyx --boundary open --missing nan'],
  },
  graph: {
    help: 'read or make a graph, check it, find its regions and membranes, and draw it',
    operand: `file (.json, .npz, .graphml, list of edges), or ${MADE.join(', ')}`,
    options: ['level', 'radius', 'shift', 'size', 'boundary', 'centre', 'part', 'ghost', 'out', 'json', 'debug', 'help', 'version'],
    lists: ['size'],
    examples: ['npx blockspin graph ammann-beenker --level 2 --out patch.npz', 'npx blockspin graph square --size 4,6', 'npx blockspin graph frucht --json'],
  },
  coarsen: {
    help: 'apply the trained filter of a run block by block: configurations of the coarse variable, to be trained on again',
    stops: true,
    operand: 'folder of train --out',
    options: ['out', 'temperature', 'buffer', 'size', 'chains', 'samples', 'seed', ...DATA, 'boundary', ...COMMON],
    examples: ['npx blockspin coarsen results/second --temperature 2.269185 --buffer 4 --out coarse.npy'],
  },
  words: {
    help: 'the words of the trained filter of a run around a node of a graph: frequencies, circular order, symmetry group, neighbours',
    stops: true,
    operand: 'folder of train --out, or of a study on a graph, whose words are stored',
    options: ['out', 'temperature', 'buffer', 'centre', 'chains', 'samples', 'seed', ...COMMON],
    examples: ['npx blockspin words results/tiling --out results/words'],
  },
  infer: {
    help: 'infer microscopic parameters of a tissue from one snapshot, with errors: shape index, odd tension',
    stops: true,
    operand: 'tissue.json: box, positions, cells',
    options: [
      'fit',
      'nudge',
      'parameters',
      'starts',
      'bootstrap',
      'replicas',
      'amplitude',
      'time',
      'steps',
      'learning-rate',
      'inner',
      'seed',
      'out',
      'resume',
      ...COMMON,
    ],
    examples: [
      'npx blockspin infer tissue.json --fit P0,chi --nudge 0,1,3 --out results/tissue',
      'npx blockspin infer tissue.json --bootstrap white --nudge 0 --json',
    ],
  },
  exact: {
    help: 'compute I(V:E), I(H:E) of a filter and the best binary H of a small system exactly, on the CPU',
    options: [
      'model',
      'size',
      'block',
      'buffer',
      'temperature',
      'coupling',
      'field',
      'disorder',
      'seed',
      'components',
      'boundary',
      'shell',
      'q',
      'crystal-field',
      'lattice',
      'holes',
      'edges',
      'graph',
      'level',
      'at',
      'centre',
      'radius',
      'sites',
      'metric',
      'activity',
      'states',
      'samples',
      'rule',
      'lag',
      'filter',
      'bias',
      'soft',
      'correlation',
      'dimension',
      'mass',
      'json',
      'debug',
      'help',
      'version',
    ],
    lists: ['size', 'block', 'buffer', 'states'],
    further: exactLines,
    examples: EXACT_EXAMPLES,
  },
  design: {
    help: 'design a periodic profile by evolution whose bands have wanted irreps, and say whether they are trivial or fragile',
    stops: true,
    options: [...DESIGN, 'out', ...COMMON],
    examples: [
      'npx blockspin design --physics schroedinger --group p6mm --bundle 2-3 --irreps G5,K3,M3+M4 --shells 7 --seed 1 --out results/fragile',
      'npx blockspin design --physics tm --group p4 --bundle 1 --irreps G1,X1,M1 --generations 15 --json',
    ],
  },
  study: {
    help: 'plan a study (a model, a grid, many runs) and run all its cells, or continue it',
    stops: true,
    operand: `CONFIG.json, CONFIG.yaml, or a preset: ${PRESET_NAMES.join(', ')}`,
    options: ['out', 'small', 'quick', 'retry', 'print', 'schema', ...COMMON],
    examples: [`npx blockspin study ${PRESET} --quick --out results/first`, `npx blockspin study ${PRESET} --print`, 'npx blockspin study --schema'],
  },
  plan: {
    help: 'plan a study in a folder and list its numbered cells, for job arrays',
    operand: 'CONFIG or preset, as for study',
    options: ['out', 'small', 'quick', 'json', 'debug', 'help', 'version'],
    examples: [`npx blockspin plan ${PRESET} --quick --out results/array`],
  },
  cell: {
    help: 'compute one cell of a planned study; exit code 0: done, 75: stopped, start it again',
    stops: true,
    operand: 'folder of the study',
    options: ['index', 'retry', ...COMMON],
    examples: ['npx blockspin cell results/array --index 0'],
  },
  correlate: {
    help: 'measure the correlators that a study requests, as far as their filters are trained',
    stops: true,
    operand: 'folder of the study',
    options: ['index', ...COMMON],
    examples: ['npx blockspin correlate results/array', 'npx blockspin correlate results/array --index 0'],
  },
  operators: {
    help: 'measure the tables of operators that a study requests: scaling dimensions from correlators of several filters at once',
    stops: true,
    operand: 'folder of the study',
    options: ['index', ...COMMON],
    examples: ['npx blockspin plan operators --quick --out results/operators', 'npx blockspin operators results/operators --json'],
  },
  status: {
    help: 'show the progress of a study',
    operand: 'folder of the study',
    options: ['json', 'debug', 'help', 'version'],
    examples: ['npx blockspin status results/array', 'npx blockspin status --json results/array'],
  },
  report: {
    help: 'analyse and draw the stored results of a study or a training, also of unfinished ones',
    operand: 'folder of the study or of train --out',
    options: ['png', 'json', 'debug', 'help', 'version'],
    examples: ['npx blockspin report results/array'],
  },
  export: {
    help: 'write the results of a study for other programs: .npy, .npz, HDF5 or CSV',
    operand: 'folder of the study',
    options: ['format', 'out', 'json', 'debug', 'help', 'version'],
    examples: ['npx blockspin export results/array --format csv', 'npx blockspin export results/array --format hdf5 --out array.h5'],
  },
  doctor: {
    help: 'show adapters, limits, versions, and how to make it faster',
    options: [...COMMON],
    examples: ['npx blockspin doctor', 'npx blockspin doctor --adapter embedded'],
  },
  bench: {
    help: 'measure the speed of every part on this adapter, against its floors and an earlier run',
    options: ['quick', 'only', 'list', 'out', 'compare', 'store', 'guard', ...COMMON],
    examples: [
      'npx blockspin bench --list',
      'npx blockspin bench --quick --only floors,training --out before.jsonl',
      'npx blockspin bench --quick --only floors,training --compare before.jsonl',
    ],
  },
} as const satisfies Record<string, Verb>;

export type VerbName = keyof typeof VERBS;
