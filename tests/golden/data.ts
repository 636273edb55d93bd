/**
 * Exact informations of small systems on spaces other than tori, nats, k_B = J = 1: by complete enumeration, and by elimination of
 * one site after another, which agree to 1e-11.
 */

/** 4 x 6 Ising spins, open on all sides; block and shell cut at every place where the window exists, chosen uniformly. */
export const OPEN_4X6 = {
  /** Block 2, buffer 0, shell 1, T = 1.5: I(H:E) of the uniform filter, ties shared, of the mixture over three places. */
  uniform: { temperature: 1.5, mixture: 0.6385804850830668 },
  /** Block 1, buffer 0, shell 1, T_c: I(V:E) of the mixture over eight places, which lie between 0.36579 and 0.37346. */
  single: { mixture: 0.3696262428346433 },
};

/**
 * 4 x 4 Ising spins, open on all sides, T_c, block 2, buffer 0, uniform filter: the block in the centre, and what windows that
 * wrap around the edges would find.
 */
export const OPEN_4X4 = { centre: 0.3359, wrapped: 0.2184 };

/**
 * q = 3 Potts model, -δ(s, s'), 4 x 4 torus. One site, buffer 0, T = 1.4: I(V:E), which an H of three states can keep, and the best
 * binary H. Two neighbours along x, everything else their environment, T_c: the plurality of their states, ties shared.
 */
export const POTTS3 = {
  single: { temperature: 1.4, states: 0.32526556073564, binary: 0.17636912963362 },
  pair: { temperature: 1 / Math.log(1 + Math.sqrt(3)), plurality: 0.75733487255374 },
};

/** Clock model of six states, -cos(2 π (s - s') / 6), 4 x 3 torus, T = 0.8, one site, buffer 0: the best binary H. */
export const CLOCK6 = { temperature: 0.8, binary: 0.4668887420157 };

/** 4 x 6 Ising spins, open on all sides, T_c: I(H:E) of the uniform filter, ties shared, of single blocks, which begin at a site (y, x), and the best binary H. */
export const OPEN_4X6_PLACES = [
  { at: [0, 0], buffer: 1, environment: 15, uniform: 0.10066408574089, best: 0.13855937598621 },
  { at: [0, 2], buffer: 0, environment: 20, uniform: 0.28869615339991, best: 0.32277427736324 },
  { at: [1, 2], buffer: 0, environment: 20, uniform: 0.3529549197909, best: 0.36751917403964 },
  { at: [1, 2], buffer: 1, environment: 8, uniform: 0.14527502586205, best: 0.14882036870604 },
] as const;

/** 4 x 4 Ising torus without one site, T_c or T = 1.5, everything else environment: I(H:E) of the uniform filter of the spins of the block, ties shared. */
export const HOLES_4X4 = [
  { hole: 2, temperature: 2.269185314213, at: [1, 1], environment: 11, uniform: 0.45638296221441 },
  { hole: 5, temperature: 1.5, at: [1, 1], environment: 12, uniform: 0.66483309546493 } ,
] as const;

/** 2 x 2 x 4 Ising spins, periodic, two bonds along each axis of two sites, T = 3; a pillar of 2 x 2 x 1, and what a buffer along x leaves. */
export const PILLAR = { temperature: 3, buffers: [{ buffer: 0, uniform: 0.54297486059228 }, { buffer: [0, 0, 1], uniform: 0.45066648909897 }] } as const;

/**
 * Heat bath on a ring of 8 spins, J = 1, T = 1, even sites then odd in one step, stationary: two neighbours of which the first is even,
 * and the ring some steps later. I(H:E) of their majority, ties shared, and of the first spin.
 */
export const GLAUBER = { temperature: 1, lags: [{ lag: 1, uniform: 0.4579521739448902, first: 0.4270758425643457 }, { lag: 4, uniform: 0.24316311389095624, first: 0.23300320290503906 }] } as const;

/** q = 3 Potts model, -δ(s, s'), 4 x 4 torus: energy per site by temperature; at T_c, of one site, buffer 0: I(V:E). */
export const POTTS3_4X4 = {
  energies: [
    [0.8, -1.9200455632514],
    [POTTS3.pair.temperature, -1.7100622755048],
    [1.4, -1.1710715873568],
  ],
  critical: 0.7869470592941,
} as const;

/** Clock model of six states, 3 x 3 torus: energy per site by temperature; at T = 0.8, of one site, buffer 0: I(V:E). */
export const CLOCK6_3X3 = {
  energies: [
    [0.5, -1.8959275195371],
    [0.8, -1.6292180549707],
    [1.2, -1.2981624831797],
  ],
  single: 1.1368053842547,
} as const;

/**
 * Blume-Capel model, H = -Σ S S' + 0.5 Σ S², 4 x 4 torus: energy per site by temperature; of one site, buffer 0: I(V:E), which an H of three states can
 * keep; T = 1, of a block of 2 x 2, buffer 0: I(H:E) of the sign of the sum, ties shared, and I(V:E).
 */
export const CAPEL_4X4 = {
  crystalField: 0.5,
  energies: [
    [0.6, -1.4893175762007],
    [1, -1.3706708864858],
    [1.6, -0.78762359990786],
  ],
  single: [
    [0.6, 0.69115294404273],
    [1, 0.66673048506602],
    [1.6, 0.47246750768532],
  ],
  sign: { temperature: 1, information: 0.69078832095851, whole: 0.70550383435234 },
} as const;

/** Ising spins on tori of three axes: energy per site by temperature, an axis of two sites having two bonds; of one site of 3 x 3 x 3, buffer 0: I(V:E). */
export const CUBES = {
  energies: [
    { extents: [4, 2, 2], values: [[3, -2.5815396266689], [4.511528, -1.5296501293965], [6, -0.99708001367052]] },
    { extents: [3, 3, 3], values: [[3, -2.69444799143], [4.511528, -1.434440285393], [6, -0.75019306329637]] },
  ],
  single: [
    [4.511528, 0.26311566231491],
    [6, 0.11399538214682],
  ],
  /** 4 x 4 x 4: from the trace of the fourth power of the transfer matrix of layers. */
  four: [
    { temperature: 4.511528, energy: -1.2932233, specific_heat: 0.9775298 },
    { temperature: 6, energy: -0.6219702, specific_heat: 0.1818718 },
  ],
} as const;
/** XY model, J = 1, 4 x 4 torus: by its dual, currents up to 4 on a bond (tests/reference/model/xy/currents.ts). */
export const XY_4X4 = [
  { temperature: 1, energy: -1.4117286, specific_heat: 0.8652655, helicity_modulus: 0.6555233 },
  { temperature: 2, energy: -0.6074095, specific_heat: 0.4307358, helicity_modulus: 0.107426 },
] as const;
