/**
 * The rigidity transition of annealed disordered tissues: with 64 cells they are rigid at P0 = 3.79 and floppy at 3.83, with exactly 2 N + 1 modes
 * without stiffness: 2 V = 4 N coordinates less 2 N constraints, one of which follows from the others. Tissues that are quenched straight from a
 * Voronoi tiling are still rigid there. About 3 processor-seconds.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { deriveKey } from '../../src/core/random.ts';
import { move } from '../../src/model/tissue/dynamics.ts';
import { energyOf } from '../../src/model/tissue/forces.ts';
import { measure } from '../../src/model/tissue/geometry.ts';
import { stiffnesses } from '../../src/model/tissue/jacobian.ts';
import { cornersOf, type Mesh } from '../../src/model/tissue/mesh.ts';
import { minimise } from '../../src/model/tissue/minimise.ts';
import { PLAIN } from '../../src/model/tissue/parameters.ts';
import { voronoi } from '../../src/model/tissue/voronoi.ts';

const CELLS = 64;
const EXCHANGE = { below: 0.04, length: 0.06 };

/** Energy per cell at rest, and modes without stiffness, translations included. */
function rest(mesh: Mesh, shape: number): { energy: number; zero: number } {
  const parameters = { ...PLAIN, shape };
  const start = { ...mesh, positions: mesh.positions.slice() };
  const { mesh: still } = minimise(start, parameters, { tolerance: 1e-9, steps: 60_000, exchange: EXCHANGE });
  const energy = energyOf(measure(still, cornersOf(still), 0), parameters) / CELLS;
  return { energy, zero: stiffnesses(still, parameters).filter((x) => x < 1e-6).length };
}

for (const seed of [1, 2]) {
  test(`an annealed tissue, seed ${seed}, is rigid at 3.79 and floppy at 3.83 with 2 N + 1 modes without stiffness`, () => {
    const key = deriveKey(seed, 'noise', 0);
    const { mesh, exchanged } = move(voronoi(CELLS, seed), { ...PLAIN, shape: 3.85 }, { dt: 0.02, noise: 2e-3, key, exchange: EXCHANGE }, 12_000);
    assert.ok(exchanged > 20, `${exchanged} transitions`);
    const [rigid, floppy] = [rest(mesh, 3.79), rest(mesh, 3.83)];
    assert.is(rigid.zero, 2, 'translations alone');
    assert.ok(rigid.energy > 1e-7, String(rigid.energy));
    assert.is(floppy.zero, 2 * CELLS + 1);
    assert.ok(floppy.energy < 1e-13, String(floppy.energy));
  });
}

test('a quenched tissue is still rigid at 3.83', () => {
  const { energy, zero } = rest(voronoi(CELLS, 1), 3.83);
  assert.ok(energy > 1e-7, String(energy));
  assert.ok(zero < 2 * CELLS + 1, String(zero));
});

test.run();
