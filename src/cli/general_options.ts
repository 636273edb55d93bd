/** Options that several verbs share, or that are no settings. */
import { SAMPLED } from '../model/models.ts';
import { LIMIT_SECONDS } from '../sample/precision.ts';
import { VIEWS } from '../space/graph/views.ts';
import type { OptionSpec } from './setting_options.ts';

/** The observables that --error refers to, e.g. energy (model, model). */
const PRECISE = [...new Set(SAMPLED.flatMap(({ precise }) => precise?.observable ?? []))]
  .map((observable) => {
    const models = SAMPLED.filter(({ precise }) => precise?.observable === observable).map(({ name }) => name);
    return `${observable} (${models.join(', ')})`;
  })
  .join(', ');

/** Options that several verbs share, or that are no settings. All others are made from the schemas of settings, which hold their defaults. */
export const GENERAL = {
  model: { kind: 'text', value: 'NAME', help: `model: ${SAMPLED.map(({ name }) => name).join(', ')}; exact has models of its own`, key: 'model' },
  size: { kind: 'number', value: 'L', help: 'lattice side, even; exact: any, also 4,6; a ring of the chain, or inf', key: 'size' },
  temperature: { kind: 'numbers', value: 'T', help: 'temperature in J / k_B: a number, a list 1.8,2.2 or inf', key: 'temperature' },
  boundary: { kind: 'words', value: 'NAME', help: 'periodic or open, or one for each axis; to be said with --data; exact also cylinder', key: 'boundary' },
  block: { kind: 'lengths', value: 'N', help: 'side of the block V, sites; one for each axis, the slowest first: 2,2,1; exact: x,y', key: 'block' },
  buffer: { kind: 'lengths', value: 'N', help: 'width of the buffer, sites: a number or a list 0,2,4; one for each axis: 1x1x0', key: 'buffer' },
  filter: {
    kind: 'text',
    value: 'NAME',
    help: 'uniform, boundary, staggered, or a .json or .npy file of weights; train keeps it fixed; exact also plurality, state, { "map": [...] }',
  },
  bias: { kind: 'number', value: 'X', help: 'exact: H = sign(filter . V + X)' },
  soft: { kind: 'flag', help: 'exact: H is + with probability 1 / (1 + exp(-(filter . V + bias)))' },
  lattice: {
    kind: 'text',
    value: 'NAME',
    help: 'lattice of models that have several; exact: square (also 1D and 3D), triangular, honeycomb or kagome',
    key: 'lattice',
  },
  holes: { kind: 'numbers', value: 'N,N', help: 'exact: missing sites, counted from 0, the last axis fastest' },
  edges: {
    kind: 'text',
    value: 'FILE',
    help: 'a graph, .json { "edges": [[i, j], [i, j, J]] } or lines "i j J"; of --data, instead of those in its .npz file',
  },
  on: {
    kind: 'text',
    value: 'NAME',
    help: 'what the values of --data on a graph belong to: nodes, edges, or matchings: edges of perfect matchings; nodes unless given',
  },
  centre: {
    kind: 'nodes',
    value: 'N,N',
    help: 'graphs, and exact: sites of the block, counted from 0, in the place of a box; graph: the node in the middle of its regions, its label, or auto',
  },
  radius: { kind: 'number', value: 'N', help: 'bonds from --centre within which sites belong to the block; 0 unless given; graph: of a disc, in edges' },
  graph: {
    kind: 'text',
    value: 'FILE',
    help: 'graph of a model on a graph, and of exact: a file, a name that the verb graph knows, or ammann-beenker:K for level K',
  },
  level: {
    kind: 'number',
    value: 'K',
    help: 'graph: the region of this level with a ghost, in the place of the whole graph; with --graph, of edges: the block is this region',
  },
  views: {
    kind: 'text',
    value: 'NAME',
    help: `places that samples are read at: ${VIEWS.join(', ')}: the symmetries about --centre, or also about all nodes that look the same; centre unless given`,
  },
  shift: { kind: 'numbers', value: 'X,Y', help: 'graph ammann-beenker: of the window of the cut; 0,0 unless given' },
  part: { kind: 'text', value: 'largest', help: 'graph: the largest part of one that is not connected' },
  ghost: { kind: 'text', value: 'rim', help: 'graph: a ghost at the rim for each node that no matching covers' },
  metric: { kind: 'text', value: 'NAME', help: 'exact: buffer and shell in a box of sites, or in bonds (always on graphs)' },
  rule: { kind: 'text', value: 'NAME', help: 'exact: how spins of a ring in time move: parallel, sequential, evenodd or random' },
  lag: { kind: 'number', value: 'N', help: 'the environment lies this many steps of time after the block', key: 'lag' },
  mass: { kind: 'number', value: 'X', help: 'exact --model gaussian: m^2 of a field on a lattice with the weight exp(-phi (Laplacian + m^2) phi / 2)' },
  correlation: { kind: 'numbers', value: 'R', help: 'exact --model gaussian: correlation of V and E, or a list' },
  dimension: { kind: 'number', value: 'D', help: 'exact --model gaussian: components of V and of E' },
  shell: { kind: 'lengths', value: 'N', help: 'width of the environment shell, sites; one for each axis: 1,1,2; or rest', key: 'shell' },
  at: { kind: 'lengths', value: 'Y,X', help: 'first site of the block, counted from 0; anywhere unless given; exact: in the middle', key: 'at' },
  stride: { kind: 'lengths', value: 'N', help: 'blocks begin at multiples of this, also 2,2; with --at counted from there', key: 'stride' },
  'with-bias': { kind: 'flag', help: 'train: a bias beside the filter', key: 'bias' },
  known: {
    kind: 'words',
    value: 'FILE',
    help: 'train: components of H that are known, .json of train --deflate or --json; the information is what further ones tell beyond them',
  },
  deflate: { kind: 'number', value: 'N', help: 'train: up to N operators, each of which tells something beyond those before it; of spins and of products' },
  chains: { kind: 'number', value: 'N', help: 'chains per temperature, a multiple of 32; sample: below 32, large lattices', key: 'chains' },
  seed: { kind: 'number', value: 'N', help: 'seed of all random numbers', key: 'seed' },
  data: { kind: 'text', value: 'FILE', help: 'your own configurations: .npy, .npz, or text (.txt .dat .csv) in rows or blocks of rows' },
  axes: {
    kind: 'text',
    value: 'ROLES',
    help: "what the axes of the file are: 'n y x', 'n c y x'; n samples, t time, z y x places, c values of a site, . of one entry",
  },
  alphabet: { kind: 'text', value: 'KIND', help: 'what the values are: binary, categorical, ordinal, angle, real or count' },
  period: { kind: 'number', value: 'X', help: 'of angles, in their own unit; 2 pi unless given' },
  missing: {
    kind: 'words',
    value: 'nan|X',
    help: 'what stands for a missing value: holes of the lattice, or one more state; nan,drop leaves incomplete samples out',
  },
  key: { kind: 'text', value: 'NAME', help: 'array of an .npz file' },
  // Of data, and the key of a setting of models.
  shape: {
    kind: 'numbers',
    value: 'L,L',
    help: 'shape of one configuration, where the file holds flat rows, or rows that make it up together; of cells that are sampled: preferred shape P0',
    key: 'shape',
  },
  select: { kind: 'text', value: 'FROM:TO', help: 'part of the samples, counted from 0; FROM:TO:STEP takes every STEPth; T=2.27 those at one temperature' },
  sites: { kind: 'text', value: 'FILE', help: '.json with block and environment as lists of sites, instead of a window' },
  samples: { kind: 'number', value: 'N', help: 'measurements per chain; exact: environments to draw where they are too many to be listed' },
  burn: { kind: 'number', value: 'N', help: 'sweeps before the first measurement' },
  spacing: { kind: 'number', value: 'N', help: 'sweeps between measurements' },
  error: { kind: 'number', value: 'X', help: `measure until the standard error is below X: ${PRECISE}` },
  limit: { kind: 'number', value: 'S', help: `with --error: seconds of sampling at each temperature, ${LIMIT_SECONDS} unless given` },
  start: { kind: 'text', value: 'NAME', help: 'where chains start: ordered, random or both (half of them each)' },
  fit: { kind: 'words', value: 'NAME', help: 'infer: parameters to fit out of KA, A0, KP, P0, chi, tau, gamma; P0,chi unless given' },
  nudge: { kind: 'words', value: 'K,K', help: 'infer: strengths k of the nudge towards the snapshot, inf for force matching; 0,1,3 unless given' },
  parameters: { kind: 'words', value: 'NAME=X', help: 'infer: parameters that are known, or where the first fit begins: KP=0.8,e=0.03; e smooths edges' },
  starts: { kind: 'number', value: 'N', help: 'infer: starts of each fit; 4 unless given' },
  bootstrap: { kind: 'text', value: 'NAME', help: 'infer: noise of the re-simulated snapshots: dynamic, white or none; dynamic unless given' },
  amplitude: { kind: 'number', value: 'X', help: 'infer: D of dynamic noise, standard deviation of white noise; estimated from the loss unless given' },
  time: { kind: 'number', value: 'T', help: 'infer: for how long dynamic noise acts; 30 unless given' },
  inner: { kind: 'number', value: 'N', help: 'infer: relaxation steps for each step of Adam; 16 unless given' },
  adapter: { kind: 'text', value: 'NAME', help: 'system, embedded, or part of an adapter name' },
  out: {
    kind: 'text',
    value: 'PATH',
    help: 'train: new folder for the results; sample: new .npy file; study: its folder; words: folder of figures; export, bench, graph: file',
  },
  small: { kind: 'flag', help: 'study: the preset in a size that takes minutes on two cores and shows the published results' },
  quick: { kind: 'flag', help: 'study: the preset in a size that takes seconds; bench: less than two minutes on a software adapter' },
  only: { kind: 'text', value: 'PART', help: 'bench: rows with this in their name or group, or several parts: training,ops' },
  list: { kind: 'flag', help: 'bench: list the rows for this adapter without running them' },
  compare: { kind: 'text', value: 'FILE', help: 'bench: ratios to an earlier run, the file of its --out' },
  store: { kind: 'flag', help: 'bench: save the result as the baseline of this adapter' },
  guard: { kind: 'flag', help: 'bench: fail when a row is slower than the baseline beyond noise' },
  resume: { kind: 'text', value: 'PATH', help: 'train: continue the stopped run of this results folder' },
  json: { kind: 'flag', help: 'one JSON object (bench: one per row) on stdout, everything else on stderr' },
  print: { kind: 'flag', help: 'study: write the config to stdout and do nothing else' },
  schema: { kind: 'flag', help: 'study: write the JSON Schema of configs to stdout and do nothing else' },
  retry: { kind: 'flag', help: 'study: run failed cells again' },
  png: { kind: 'flag', help: 'report: every figure as PNG, too; needs the package @resvg/resvg-js' },
  index: { kind: 'number', value: 'N', help: 'cell: its number, as plan lists it; correlate: place in the list of the config' },
  format: { kind: 'text', value: 'NAME', help: 'export: npy, npz, hdf5 or csv' },
  profile: { kind: 'flag', help: 'print the plan of a training step with GPU times' },
  debug: { kind: 'flag', help: 'show the stack of an error' },
  help: { kind: 'flag', help: 'show help' },
  version: { kind: 'flag', help: 'show versions' },
} as const satisfies Record<string, OptionSpec>;
