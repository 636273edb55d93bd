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
