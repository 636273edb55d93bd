/** Chains of tissues: sweeps against the dynamics on the host, what networks read of cells, ranges, transitions, checkpoints, refusals. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { deriveKey } from '../../src/core/random.ts';
import { Plan } from '../../src/gpu/plan.ts';
import type { Scope } from '../../src/gpu/scope.ts';
import { TissueChains } from '../../src/model/tissue/chains.ts';
import { move } from '../../src/model/tissue/dynamics.ts';
import { measure } from '../../src/model/tissue/geometry.ts';
import { cornersOf, type Mesh } from '../../src/model/tissue/mesh.ts';
import { tissue } from '../../src/model/tissue/model.ts';
import { type TissueSettings, tissueParameters, unitsOf } from '../../src/model/tissue/options.ts';
import { startMesh } from '../../src/model/tissue/start.ts';
import { checkpoint, restore } from '../../src/sample/checkpoint.ts';
import { fieldOf } from '../reference/model/tissue/field.ts';
import { close } from '../support/close.ts';
import { closeDevice, execute, scoped } from '../support/device.ts';

test.after(closeDevice);

const noProgress = async () => {};

function settingsOf(given: Partial<TissueSettings>): TissueSettings {
  const defaults = Object.fromEntries(Object.entries(tissue.settings).map(([key, schema]) => [key, schema.parse(undefined)]));
  return { ...(defaults as unknown as TissueSettings), cells: 16, ...given };
}

const chainsOf = (scope: Scope, given: Partial<TissueSettings>, points = [3.6], seed = 7) =>
  new TissueChains(scope, { settings: settingsOf(given), points, seed, start: 'both' });

/** Positions of every chain. */
const positionsOf = async (chains: TissueChains, groups = chains.groups) => (await chains.meshes({ first: 0, groups })).map(({ positions }) => positions);

test(
  'a sweep is 50 steps of the dynamics on the host with the same noise, from both starts',
  scoped(async (scope) => {
    const given = { noise: 1e-4, chirality: 0.2, torque: 0.05, profile: 'wave' } as const;
    const chains = chainsOf(scope, given);
    const before = await positionsOf(chains);
    await chains.advance({ first: 0, groups: 1 }, 2, noProgress);
    const after = await positionsOf(chains);
    const settings = settingsOf(given);
    const mesh = startMesh(settings);
    for (const chain of [0, 15, 16, 31]) {
      const start: Mesh = { ...mesh, positions: before[chain].slice() };
      move(start, tissueParameters(settings, 3.6), { dt: settings.timeStep, noise: 1e-4, key: deriveKey(7, 'sweep', chain) }, 100);
      close(after[chain], start.positions, { atol: 1e-5, rtol: 0 }, `chain ${chain}`);
    }
    assert.equal(before[0], mesh.positions, 'chains in order start at rest');
    assert.throws(() => close(before[16], mesh.positions, { atol: 1e-2, rtol: 0 }, 'control: others start displaced'));
    assert.throws(() => close(after[0], after[1], { atol: 1e-3, rtol: 0 }, 'control: chains differ'));
  }),
);

test(
  'networks read area, shape and tension of every cell, centred and scaled',
  scoped(async (scope) => {
    for (const cellValue of ['area', 'shape', 'tension'] as const) {
      const given = { cellValue, perimeterStiffness: 0.5 };
      const chains = chainsOf(scope, given, [3.6, 3.7]);
      const plan = new Plan(scope.memory, 'sweep');
      chains.recordSweep(plan, [{ first: 0, groups: 2 }]);
      await execute(plan);
      const state = new Float32Array((await chains.state.read()).buffer);
      const meshes = await chains.meshes({ first: 0, groups: 2 });
      const { data } = await chains.configurations({ first: 0, groups: 2 });
      for (const chain of [0, 17, 40]) {
        const group = Math.floor(chain / 32);
        const { area, perimeter } = measure(meshes[chain], cornersOf(meshes[chain]), 0);
        const point = [3.6, 3.7][group];
        const cells = { stiffness: new Array<number>(16).fill(0.5), preferred: new Array<number>(16).fill(point) };
        const numbers = Array.from({ length: 16 }, (_, c) => state[(group * 16 + c) * 32 + (chain % 32)]);
        const read = { quantity: cellValue, ...unitsOf(settingsOf(given), point), ...cells };
        close(numbers, fieldOf(area, perimeter, read), { atol: 1e-3, rtol: 0 }, `${cellValue} of chain ${chain}`);
        close(data.subarray(16 * chain, 16 * chain + 16), fieldOf(area, perimeter, { ...read, centre: 0, scale: 1 }), { atol: 1e-6, rtol: 0 }, cellValue);
      }
    }
  }),
);

test(
  'a range moves alone, to the same bits; a checkpoint goes on bit for bit',
  scoped(async (scope) => {
    const [both, one, again] = [0, 1, 2].map(() => chainsOf(scope, {}, [3.6, 3.65]));
    const start = await positionsOf(one);
    await both.advance({ first: 0, groups: 2 }, 2, noProgress);
    await one.advance({ first: 1, groups: 1 }, 2, noProgress);
    const [moved, alone] = [await positionsOf(both), await positionsOf(one)];
    assert.equal(alone.slice(0, 32), start.slice(0, 32), 'the others rest');
    assert.equal(alone.slice(32), moved.slice(32));
    restore(again, await checkpoint(both));
    for (const chains of [both, again]) await chains.advance({ first: 0, groups: 2 }, 1, noProgress);
    assert.equal(await again.state.read(), await both.state.read());
    assert.equal(await positionsOf(again), await positionsOf(both));
  }),
);

test(
  'beyond the transition edges are exchanged: areas add up to the box, defects and displacements are seen',
  scoped(async (scope) => {
    const chains = chainsOf(scope, { cells: 24, transitions: 0.06, noise: 1e-2 }, [3.9]);
    const series = await chains.measure({ first: 0, groups: 1 }, 2, 6, noProgress);
    const meshes = await chains.meshes({ first: 0, groups: 1 });
    for (const mesh of meshes) {
      const corners = cornersOf(mesh);
      const sum = measure(mesh, corners, 0).area.reduce((a, b) => a + b, 0);
      assert.ok(Math.abs(sum - mesh.box[0] * mesh.box[1]) < 1e-9, String(sum));
      assert.is(mesh.vertices.length, 6 * 24);
    }
    const observables = chains.observables(series);
    assert.ok(observables.transitions.mean > 0, `${observables.transitions.mean} transitions`);
    assert.ok(observables.defects.mean > 0, `${observables.defects.mean} defects`);
    assert.ok(observables.displacement.mean > 0.01 && observables.diffusion.mean > 0);
    assert.ok(Math.abs(observables.five.mean + observables.seven.mean - observables.defects.mean) < 0.2);
    const plan = new Plan(scope.memory, 'sweep');
    assert.throws(() => chains.recordSweep(plan, [{ first: 0, groups: 1 }]), /transitions.*data/s);
  }),
);

test('settings that no tissue can have are refused with a way out', () => {
  const refused: [RegExp, Partial<TissueSettings>, number[]?][] = [
    [/cells.*use cells: 12 or 16|cells/, { cells: 13 }],
    [/shape.*from 0 to 5/, {}, [7]],
    [/noise/, { noise: -1 }],
    [/timeStep.*0\.04/, { timeStep: 0.1 }],
    [/transitions/, { transitions: 1 }],
    [/smoothing/, { smoothing: -1 }],
    [/perimeterStiffness/, { perimeterStiffness: 0 }],
    [/areaContrast/, { areaContrast: 2 }],
    [/chirality/, { chirality: Number.NaN }],
    [/at least 36/, { cells: 16, tiling: 'voronoi' }],
  ];
  for (const [message, given, points = [3.6]] of refused) assert.throws(() => tissue.check(settingsOf(given) as never, points), message);
});

test.run();
