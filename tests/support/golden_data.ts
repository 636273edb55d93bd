/** Data sets of exact independent samples of the golden systems, and the windows in which a training finds V and E. */
import { checkData, type DataReading, type DataSet } from '../../src/model/data/data_set.ts';
import type { TrainInput } from '../../src/train/config/config.ts';
import { draws } from './draws.ts';
import { type GoldenSystem, SYSTEMS, systemOf } from './systems.ts';

/** What a training needs to know of a golden system. */
export interface Placed {
  data: DataSet;
  window: Partial<TrainInput>;
  /** States of a site. */
  states: number;
}

const made = new Map<string, DataSet>();

const nameOf = ({ model, lattice, T }: GoldenSystem) => `${model} ${lattice} T = ${T}`;
const NAMES = [...new Set(SYSTEMS.systems.map(nameOf))];

/** Samples, drawn once for each model, lattice and temperature. */
function dataOf(golden: GoldenSystem, samples: number): DataSet {
  const { lattice } = golden;
  const name = `${nameOf(golden)}, ${samples} samples`;
  const known = made.get(name);
  if (known) return known;
  const { graph } = systemOf(golden);
  const states = draws(graph, samples, 300 + NAMES.indexOf(nameOf(golden)));
  const { size, holes = [], edges, lattice: cells } = SYSTEMS.lattices[lattice];
  const shape = edges ? [graph.sites] : [...size, ...({ honeycomb: [2], kagome: [3] }[cells] ?? [])];
  // Spins are -1 and 1, other states their numbers; a hole is -9, as people write it.
  const data = Int8Array.from(states, (state, i) => (holes.includes(i % graph.sites) ? -9 : graph.states === 2 ? 2 * state - 1 : state));
  const axes = edges ? 'nx' : `n${['z', 'y', 'x'].slice(-size.length).join('')}${shape.length > size.length ? 'c' : ''}`;
  const reading: DataReading = { axes, ...(holes.length > 0 ? { missing: { codes: [-9], drop: false } } : {}) };
  const set = checkData({ shape: [samples, ...shape], data }, name, reading);
  made.set(name, set);
  return set;
}

/** Boxes are cut as windows: anywhere on a torus, else at their place. Distances in bonds and other blocks are lists of sites. */
export function placed(golden: GoldenSystem, samples: number): Placed {
  const { block, at, buffer, metric, V, E, lattice } = golden;
  const { boundary, holes, edges } = SYSTEMS.lattices[lattice];
  const data = dataOf(golden, samples);
  const states = golden.model === 'ising' ? 2 : golden.model === 'clock' ? 6 : 3;
  const flip = states === 2 ? { symmetry: 'flip' as const } : {};
  if (edges || block === undefined || metric === 'bonds') return { data, states, window: { ...flip, sites: { block: V, environment: E } } };
  const fixed = holes !== undefined || boundary.includes('open');
  return { data, states, window: { ...flip, boundary, block, buffer: [buffer], shell: 'rest', ...(fixed ? { at } : {}) } };
}
