/**
 * Informations of small systems of real numbers and angles, nats. Sources: Gaussian fields exp(-φ K φ / 2) with K = graph Laplacian + m²,
 * from determinants of covariances in float64; clock model -cos(2π (s - s') / 6) by complete enumeration against elimination of one site
 * after another, differences below 1e-11.
 */

/** Field on the 6 x 6 torus: the sign of the sum over a block, its whole complement beyond the buffer as environment. */
export const GAUSSIAN_6X6 = { massSquared: 0.1, one: 0.2386065187580729, block2: 0.3060488584445457, block2Buffer1: 0.2106796624622473 } as const;

/** Six-state clock on the 3 x 3 torus, one site against all others: the sign of the cosine of its angle, states 5, 0, 1 as +. */
export const CLOCK6_3X3 = { temperature: 0.8, cosine: 0.47041350970871, sine: 0.3265819799464 } as const;
