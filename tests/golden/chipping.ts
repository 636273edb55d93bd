/**
 * The aggregation and chipping model on a ring, unbiased, random sequential dynamics, density 1.
 * RINGS: exact stationary values, from the stationary vector of the full Markov matrix; they obey the sum rule
 * <m²> = N ρ² + w N ρ s - w ρ - (N - 1) w (ρ - s), s = P(m > 0), to 1e-9.
 * RING_256: Monte Carlo with an independent program, 4e7 sweeps, with standard errors.
 */
export interface RingValues {
  p0: number;
  p1: number;
  p2: number;
  mass_squared: number;
  /** <m_i m_(i+1)> */
  neighbours: number;
  /** <m_max> / M */
  largest: number;
}

export const RINGS: { size: number; rate: number; exact: RingValues }[] = [
  { size: 3, rate: 1, exact: { p0: 0.5161290323, p1: 0.1612903226, p2: 0.1290322581, mass_squared: 2.4193548387, neighbours: 0.2903225806, largest: 0.8494623656 } },
  { size: 3, rate: 3, exact: { p0: 0.4539007092, p1: 0.2340425532, p2: 0.170212766, mass_squared: 2.1914893617, neighbours: 0.4042553191, largest: 0.7872340426 } },
  { size: 3, rate: 10, exact: { p0: 0.4186851211, p1: 0.276816609, p2: 0.1903114187, mass_squared: 2.0657439446, neighbours: 0.4671280277, largest: 0.7520184544 } },
  { size: 4, rate: 1, exact: { p0: 0.5759522936, p1: 0.1500231197, p2: 0.0783838513, mass_squared: 2.9683339445, neighbours: 0.3437823876, largest: 0.8007757067 } },
  { size: 4, rate: 3, exact: { p0: 0.4977993991, p1: 0.2192979669, p2: 0.1284160134, mass_squared: 2.5462126179, neighbours: 0.4845164046, largest: 0.7114264096 } },
  { size: 4, rate: 10, exact: { p0: 0.4526125853, p1: 0.2620290649, p2: 0.1567968062, mass_squared: 2.3171190259, neighbours: 0.5609423891, largest: 0.6615925309 } },
  { size: 6, rate: 1, exact: { p0: 0.6395040993, p1: 0.1423435761, p2: 0.0525588998, mass_squared: 3.9654549072, neighbours: 0.4058080818, largest: 0.7485284293 } },
  { size: 6, rate: 3, exact: { p0: 0.5426229318, p1: 0.2070424337, p2: 0.1008468538, mass_squared: 3.0934432496, neighbours: 0.5804673809, largest: 0.6184979005 } },
  { size: 6, rate: 10, exact: { p0: 0.4850515203, p1: 0.2489584207, p2: 0.1334315402, mass_squared: 2.6443327687, neighbours: 0.6709429117, largest: 0.5459709756 } },
];

export const RING_256: { rate: number; mean: RingValues; error: RingValues }[] = [
  { rate: 1, mean: { p0: 0.8129256979, p1: 0.1174468235, p2: 0.031397892, mass_squared: 96.51031659, neighbours: 0.5887202999, largest: 0.5965853422 }, error: { p0: 0.00024, p1: 7.95e-05, p2: 4.23e-05, mass_squared: 0.509, neighbours: 0.000249, largest: 0.00199 } },
  { rate: 3, mean: { p0: 0.6566416908, p1: 0.1867679622, p2: 0.0680852717, mass_squared: 14.33923304, neighbours: 0.9034652453, largest: 0.1729968817 }, error: { p0: 0.000226, p1: 4.06e-05, p2: 4.14e-05, mass_squared: 0.133, neighbours: 0.000754, largest: 0.00135 } },
];
