/** The rows of gathering minibatches: spins through the window of the Ising training, masses on a ring, and angles on a lattice. */
import type { Device } from '../../src/gpu/device.ts';
import { Plan } from '../../src/gpu/plan.ts';
import type { Scope } from '../../src/gpu/scope.ts';
import { BITS, type Encoding, inputsOf, isPacked } from '../../src/space/encoding.ts';
import { latticeSpace, type Space, sitesOf } from '../../src/space/space.ts';
import { siteTable } from '../../src/space/table.ts';
import { type Place, type Window, windowPlaces } from '../../src/space/window.ts';
import { type GatherInputs, gather, uploadTable } from '../../src/view/gather.ts';
import { type GatherCase, gatherMasses, gatherReals, gather as twin } from '../../tests/reference/view/gather.ts';
import { close, EXACT, ofLargest } from '../../tests/support/close.ts';
import { keys, words } from '../../tests/support/random.ts';
import { part } from '../../tests/support/replicas.ts';
import { type Built, type Row, workOf } from '../row.ts';
import { spinsOf } from './ops/coarse.ts';

const K = 100;
const GROUPS = 4;
const STEP = 3;
const DENSITY = 2;
/** Bits of some numbers. */
const REALS = new Uint32Array(Float32Array.of(-1, 0.25, 0.5, 1).buffer);
const CASES = {
  bits: { space: latticeSpace([64, 64]), window: { block: 4, buffer: 4, shell: 10 }, encoding: BITS },
  values: {
    space: latticeSpace([1024]),
    window: { block: 16, buffer: 4, shell: 440 },
    encoding: { kind: 'counts', mean: DENSITY, visible: 'linear', environment: 'logarithm' },
  },
  angles: { space: latticeSpace([32, 32]), window: { block: 4, buffer: 4, shell: 4 }, encoding: { kind: 'reals', inputs: 2 } },
} as const satisfies Record<string, { space: Space; window: Window; encoding: Encoding }>;
type Case = keyof typeof CASES;

async function make(device: Device, scope: Scope, name: Case, R: number): Promise<Built> {
  const { space, window, encoding } = CASES[name];
  const sites = sitesOf(space);
  const table = siteTable([window], space, { encoding });
  const packed = isPacked(encoding);
  const inputsOfValue = inputsOf(encoding);
  // Masses are small numbers; spins are 32 to a word.
  const state = packed
    ? words(1, GROUPS * sites)
    : words(1, GROUPS * sites * inputsOfValue * 32).map((word) => (encoding.kind === 'reals' ? REALS[word >>> 30] : word >>> 29));
  const allKeys = keys(2, R);
  const inputs: GatherInputs = {
    state: scope.upload('u32', [state.length], 'state', state),
    ...uploadTable(scope, table, new Array<number>(R).fill(0)),
    source: scope.upload(
      'u32',
      [R, 3, 2],
      'source',
      Uint32Array.from({ length: 6 * R }, (_, i) => [0, GROUPS - 1, GROUPS - 1, 1, GROUPS - 1, 1][i % 6]),
    ),
    keys: scope.upload('u32', [R, 2], 'keys', allKeys),
    step: scope.upload('u32', [R], 'step', new Uint32Array(R).fill(STEP)),
  };
  // The step stays the same, so that every run gathers the same minibatch.
  const plan = new Plan(device, `gather ${name}`);
  const { visible, environment } = gather(scope, plan, inputs, { samples: K, table, part: 'training', flip: packed });
  await plan.compile();
  const validate = async () => {
    plan.run();
    const key = part(allKeys, R - 1, R);
    const n: GatherCase = {
      ...space,
      channels: space.channels * inputsOfValue,
      places: space.extents,
      K,
      first: 0,
      groups: GROUPS - 1,
      flip: packed,
      part: 0,
      step: STEP,
      key,
    };
    const places = windowPlaces(window, space, undefined, inputsOfValue);
    const mustBe = async (tensor: typeof visible, list: readonly Place[], logarithm: boolean) => {
      const found = part(await tensor.read(), R - 1, R);
      if (found instanceof Uint32Array) close(spinsOf(found, K, list.length), twin(state, list, n), EXACT, tensor.label);
      else if (encoding.kind === 'reals') close(found, gatherReals(new Float32Array(state.buffer), list, n), EXACT, tensor.label);
      else {
        const expected = gatherMasses(state, list, n, DENSITY, logarithm);
        close(found, expected, ofLargest(expected, 1e-5), tensor.label);
      }
    };
    await mustBe(visible, places.visible, false);
    await mustBe(environment, places.environment, true);
  };
  // A word of spins holds a site of 32 samples, a mass that of one. Results are written once.
  const read = R * (places(name) * (packed ? Math.ceil(K / 32) : K));
  const bytes = 4 * (read + visible.bytes / 4 + environment.bytes / 4);
  return { run: plan, units: R * K, work: workOf(plan, { bytes }), validate };
}

/** Number of sites of V and E. */
function places(name: Case): number {
  const { window, space, encoding } = CASES[name];
  const { visible, environment } = windowPlaces(window, space, undefined, inputsOf(encoding));
  return visible.length + environment.length;
}

/** Cases by the names of the kernels. */
export const GATHERS: Readonly<Record<string, Case>> = { gather: 'bits', gather_values: 'values', gather_reals: 'angles' };

/** One row for each format. */
export const viewRows = (software: boolean): Row[] =>
  Object.entries(GATHERS).map(([name, of]) => {
    const R = software ? 16 : 256;
    return {
      group: 'view',
      name: `${name}, ${of}`,
      sizes: { R, K, sites: places(of) },
      unit: 'samples',
      make: (device, scope) => make(device, scope, of, R),
    };
  });
