/** What the help says of `exact`, whose models are not those that are sampled. */

const MODELS: readonly (readonly [string, string])[] = [
  ['ising', "spins -1, 1: -J s s' - B s; on a torus, cylinder or open lattice, and wherever --at, --holes, --edges ... put it"],
  ['potts', "--q Q (3 unless given): -J delta(s, s') - B delta(s, 0)"],
  ['clock', "--q Q (6 unless given): -J cos(t - t') - B cos t"],
  ['blume-capel', "S = -1, 0, 1, --crystal-field D (0 unless given): -J S S' + D S^2 - B S"],
  ['gauge', 'links -1, 1 of a lattice: -J times the product around each square; a site has its right and its down link'],
  ['dimers', 'links 0, 1 of a lattice, occupied or not: each site at exactly one; all coverings alike; or perfect matchings of a --graph'],
  ['hard-cores', 'sites 0, 1, no two neighbours 1: z to the number of particles, --activity Z'],
  ['glauber', 'a ring of spins in its stationary state, V at one time, E the ring --lag steps later'],
  ['chain', 'an infinite chain of spins, or a ring'],
  ['gaussian', 'pairs of normal variables (--correlation), or a field on a lattice or graph (--mass)'],
];

/** The models, and how sites are numbered. */
export function exactLines(): string[] {
  return [
    'Models:',
    ...MODELS.map(([name, text]) => `  ${name.padEnd(12)} ${text}`),
    '',
    'With --at, --holes, --centre, --edges, --lattice, --sites, three sides or a boundary for each axis, axes are those of a saved array:',
    'sites are numbered from 0 in C order, the last axis fastest, then the sites of a cell. Two sites on a periodic axis have two bonds.',
    'H: --filter state is the block itself, plurality the state of most sites; { "map": [0, [0, 1], ...] } gives H for each state of the',
    'block, the first site fastest, ties shared. --components 2 adds the best further component beyond a --filter of one, and the best H of 4 states,',
    'on blocks of up to four spins.',
  ];
}

export const EXACT_EXAMPLES = [
  'npx blockspin exact --size 4 --block 2 --buffer 0 --temperature 2.269185',
  'npx blockspin exact --size 8 --block 3 --filter boundary --temperature 1.5,2.269185,3 --json',
  'npx blockspin exact --size 6,16 --boundary cylinder --block 2 --buffer 1 --coupling -1 --filter staggered',
  'npx blockspin exact --size 4 --block 2 --components 2 --filter uniform',
  'npx blockspin exact --size 4 --temperature 2 --disorder 0.5 --seed 3',
  'npx blockspin exact --model chain --size inf --block 2 --temperature 1',
  'npx blockspin exact --model gaussian --correlation 0.5,0.9 --dimension 4',
  'npx blockspin exact --size 4,6 --boundary open --block 2 --at 0,1 --buffer 1',
  'npx blockspin exact --lattice triangular --size 3,6 --coupling -1 --temperature 1 --centre 1,2,7',
  'npx blockspin exact --size 2,2,4 --block 2,2,1 --temperature 4.511528',
  'npx blockspin exact --model potts --q 3 --block 1,2 --temperature 0.995 --filter state',
  'npx blockspin exact --model blume-capel --crystal-field 0.5 --block 2 --temperature 1',
  'npx blockspin exact --model glauber --size 8 --rule sequential --lag 4 --temperature 1,2',
  'npx blockspin exact --model dimers --size 4 --block 1',
  'npx blockspin exact --model gaussian --mass 0.1 --size 6 --block 2 --buffer 1',
  'npx blockspin exact --model dimers --graph ammann-beenker:1 --centre 0 --level 0 --buffer 0,1',
  'npx blockspin exact --model hard-cores --size 4 --block 1 --activity 1',
];
