import * as z from 'zod';
import { BlockspinError } from '../../core/errors.ts';
import { phrase, setting } from '../../core/phrase.ts';
import { oneOrMany } from '../../core/settings.ts';
import { latticeSpace } from '../../space/space.ts';
import { defineModel, mapped } from '../model.ts';
import { side } from '../settings.ts';
import { ChippingChains, checkChipping } from './chains.ts';

const scale = z.enum(['linear', 'logarithm']).default('linear');

/**
 * Aggregation and chipping of masses on a ring; the rate w of chipping takes the place of a temperature. The
 * transition of the unbiased model is at w_c = (1 + density)² - 1: Rajesh & Majumdar, PRE 63, 036114 (2001).
 */
export const chipping = defineModel({
  name: 'chipping',
  settings: {
    size: side,
    chippingRate: oneOrMany(z.number()).optional().describe('rates w, instead of temperatures; 1 unless given'),
    density: z.number().default(1).describe('mean mass per site'),
    biased: z.boolean().default(false).describe('masses move to the right only'),
    masses: scale.describe('how masses of the block enter the filter, m / density - 1 or ln((1 + m) / (1 + density))'),
    environmentMasses: scale.describe('how masses of the environment enter the critic'),
  },
  symbols: { chippingRate: 'W', density: 'R' },
  views: ['masses', 'environmentMasses'],
  axes: ['density'],
  control: { key: 'chippingRate', axis: 'rate', noun: 'chipping rate', symbol: 'w', unit: '', infinite: false, usual: [1] },
  support: 'sites',
  moves: ['random sequential'],
  layouts: ['chains'],
  sampled: { size: 64, points: [1] },
  check({ size, density }, points) {
    const wrong = points.find((rate) => !(Number.isFinite(rate) && rate >= 0));
    if (wrong !== undefined) {
      const remedy = phrase`use for example ${setting('chippingRate', [1, 3, 10])}; at density 1 the transition is at w = 3`;
      throw new BlockspinError({ setting: 'chippingRate', expected: 'finite rates of chipping w, zero or more', got: String(wrong), remedy });
    }
    checkChipping(size, density, points);
  },
  space: ({ size }) => latticeSpace([size]),
  alphabet: () => ({ kind: 'counts' }),
  // Both scales are linear by default. A filter then measures the mass of the block, which is the known optimum (Goekmen et
  // al., PRE 104, 064106 (2021), fig. 12) and no sum of logarithms. The critic sees the mass of the environment, which tells
  // most because the mass of the ring is conserved (docs/estimates.md).
  encoding: ({ density, masses, environmentMasses }) => ({ kind: 'counts', mean: density, visible: masses, environment: environmentMasses }),
  chains: (scope, { settings: { size, density, biased }, points, seed, start }) =>
    new ChippingChains(scope, { size, density, biased, rates: points, seed, start }),
  watched: {
    occupied: { label: 'occupied part', of: (s) => mapped(s.p0, (p) => 1 - p) },
    largest: { label: 'largest mass', of: (s) => s.largest.values },
  },
  words: {
    p0: { label: 'empty sites, p0', unit: 'part of the sites' },
    p1: { label: 'sites of mass 1, p1', unit: 'part of the sites' },
    p2: { label: 'sites of mass 2, p2', unit: 'part of the sites' },
    neighbours: { label: 'product of neighbours', unit: 'per site' },
    mass_squared: { label: 'mass squared <m²>', unit: 'per site' },
    largest: { label: 'largest mass', unit: 'part of all mass' },
  },
  precise: { observable: 'p0', unit: 'part of the sites' },
  transition: ({ density, biased }) =>
    biased ? undefined : { value: (1 + density) ** 2 - 1, label: 'w_c', source: 'Majumdar, Krishnamurthy, Barma, Phys. Rev. Lett. 81, 3691 (1998)' },
  title: () => 'chipping-aggregation model',
  parameters: ({ density, biased }) => ({ density, biased }),
  examples: { sample: { size: 64, chippingRate: 3 } },
});
