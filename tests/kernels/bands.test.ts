/** Kernels of bands against their twins in double precision. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { GROUPS } from '../../src/bands/group.ts';
import { layoutOf } from '../../src/bands/layout.ts';
import { genericMomentum, type Sector, symmetricMomentum } from '../../src/bands/sectors.ts';
import type { Profile } from '../../src/bands/spectrum.ts';
import { shellsWithin } from '../../src/bands/waves.ts';
import * as bisect from '../../src/gen/shaders/bands/bisect.ts';
import * as fill from '../../src/gen/shaders/bands/fill.ts';
import * as levels from '../../src/gen/shaders/bands/levels.ts';
import * as tridiagonalShader from '../../src/gen/shaders/bands/tridiagonal.ts';
import { Plan } from '../../src/gpu/plan.ts';
import { eigenvalues } from '../reference/bands/bisect.ts';
import { matrixOf } from '../reference/bands/fill.ts';
import { type Counts, gaps } from '../reference/bands/levels.ts';
import { tridiagonal } from '../reference/bands/tridiagonal.ts';
import { PART, searchOf, taker } from '../support/band_search.ts';
import { close, EXACT } from '../support/close.ts';
import { closeDevice, execute, scoped } from '../support/device.ts';
import { uniform } from '../support/random.ts';

test.after(closeDevice);

const SIZES = [1, 2, 3, 5, 40, 66];

/** Random symmetric matrices, row by row. */
function symmetric(seed: number, n: number): number[][] {
  const values = uniform(seed, n * n);
  return Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => values[Math.max(i, j) * n + Math.min(i, j)] + (i === j ? i : 0)));
}

test(
  'tridiagonal and bisect: eigenvalues of random matrices of 1 to 66 rows, two candidates; entries of small ones',
  scoped(async (scope) => {
    const [E, D] = [SIZES.reduce((sum, n) => sum + n * n, 0), SIZES.reduce((sum, n) => sum + n, 0)];
    const matrices = [0, 1].map((c) => SIZES.map((n, s) => symmetric(10 * c + s, n)));
    // A diagonal matrix has nothing to reflect.
    matrices[1][3] = matrices[1][3].map((row, i) => row.map((x, j) => (i === j ? x : 0)));
    let [entry, row] = [0, 0];
    const about = SIZES.flatMap((n) => {
      const words = [n, 0, 0, entry, 0, row, 0, 0];
      entry += n * n;
      row += n;
      return words;
    });
    const wanted = SIZES.flatMap((n, s) => [0, Math.floor(n / 2), n - 1].flatMap((i) => [s, i]));
    const L = wanted.length / 2;
    const sectors = scope.upload('u32', [about.length], 'sectors', Uint32Array.from(about));
    const held = scope.upload('f32', [2, E], 'matrices', Float32Array.from(matrices.flat(3)));
    const rows = scope.tensor('f32', [2, D, 2], 'rows');
    const found = scope.tensor('f32', [2, L], 'levels');
    const plan = new Plan(scope.memory, 'tridiagonal');
    plan.dispatch(tridiagonalShader.tridiagonal, { N: 66, E, D }, { sectors, matrices: held, rows }, [64 * SIZES.length, 2]);
    plan.dispatch(bisect.bisect, { L, D }, { sectors, wanted: scope.upload('u32', [wanted.length], 'wanted', Uint32Array.from(wanted)), rows, levels: found }, [
      L,
      2,
    ]);
    await execute(plan);
    const [pairs, values] = [await rows.read(), await found.read()];
    let first = 0;
    for (const c of [0, 1]) {
      for (const [s, n] of SIZES.entries()) {
        const own = Array.from({ length: n }, (_, i) => [pairs[2 * (first + i)], pairs[2 * (first + i) + 1]]);
        first += n;
        const reduced = tridiagonal(matrices[c][s]);
        const expected = eigenvalues(reduced.diagonal, reduced.beside);
        const norm = Math.max(...expected.map(Math.abs));
        const allowed = { atol: PART * norm, rtol: 0 };
        const label = `${n} rows, candidate ${c}`;
        close(
          eigenvalues(
            own.map(([d]) => d),
            own.slice(0, -1).map(([, e]) => e),
          ),
          expected,
          allowed,
          label,
        );
        close(
          values.subarray(c * L + 3 * s, c * L + 3 * s + 3),
          [0, Math.floor(n / 2), n - 1].map((i) => expected[i]),
          allowed,
          `levels of ${label}`,
        );
        if (n > 5) continue;
        close(
          own.map(([d]) => d),
          reduced.diagonal,
          allowed,
          `diagonal of ${label}`,
        );
        close(
          own.slice(0, -1).map(([, e]) => e),
          reduced.beside,
          allowed,
          `beside the diagonal of ${label}`,
        );
      }
    }
    assert.throws(() => close([Number.NaN], [1], EXACT, 'control'), /differ/);
  }),
);

/** A sector with weights by wave, for the twin. */
function dense({ columns, squares }: Sector) {
  const waves = [...new Map(columns.flat().map(({ wave }) => [wave.join(), wave])).values()];
  return { waves, squares, columns: columns.map((column) => waves.map((wave) => column.find((part) => part.wave.join() === wave.join())?.weight ?? 0)) };
}

for (const physics of ['schroedinger', 'tm'] as const) {
  test(
    `fill: matrices of ${physics} at G, K, M and a generic momentum`,
    scoped(async (scope) => {
      const group = GROUPS.p6mm;
      const shells = shellsWithin(group, 28);
      const coefficients = [
        [5, 0.9, -0.5, 0.3],
        [4, -0.6, 0.2, 0.4],
      ].map((some) => shells.orbits.map((_, s) => some[s] ?? 0.01 * Math.cos(s)));
      const momenta = [...group.momenta.map((point) => symmetricMomentum(group, point, 7)), genericMomentum(group, [0.1, 0.23], 7)];
      const profile: Profile = { physics, shells, coefficients: coefficients[0] };
      const layout = layoutOf(searchOf(profile, 'p6mm', momenta, [1, 0, 0, 0, 1, 0, 1, 0, 1, 1, 0, 1, 1]));
      const { coefficients: S, entries: E, largest, sectorCount, tm: TM } = layout;
      const matrices = scope.tensor('f32', [2, E], 'matrices');
      const upload = (name: string, data: Uint32Array) => scope.upload('u32', [data.length], name, data);
      const plan = new Plan(scope.memory, 'fill');
      const bindings = {
        sectors: upload('sectors', layout.sectors),
        starts: upload('starts', layout.starts),
        terms: upload('terms', layout.terms),
        squares: scope.upload('f32', [layout.squares.length], 'squares', layout.squares),
        coefficients: scope.upload('f32', [2, S], 'coefficients', Float32Array.from(coefficients.flat())),
        matrices,
      };
      plan.dispatch(fill.fill, { S, E, TM }, bindings, [largest ** 2, sectorCount, 2]);
      await execute(plan);
      const found = await matrices.read();
      const expected = coefficients.flatMap((own) =>
        momenta.flatMap(({ sectors }) =>
          sectors.flatMap((sector) => matrixOf(dense(sector), (m, n) => own[shells.find([m, n]) ?? -1] ?? 0, physics === 'tm').flat()),
        ),
      );
      close(found, expected, { atol: 1e-6 * Math.max(...expected.map(Math.abs)), rtol: 0 }, 'entries');
    }),
  );
}

test(
  'levels: signed gaps of random levels and divisions, also of a bundle that begins with the lowest band',
  scoped(async (scope) => {
    const [C, sizes] = [70, [[3, 4], [5], [2, 3, 2]]];
    const divisions: Counts[][] = [
      [
        [
          [1, 0],
          [2, 1],
        ],
        [
          [0, 1],
          [1, 2],
        ],
      ],
      [[[1], [3]]],
      [
        [
          [1, 0, 0],
          [2, 1, 0],
        ],
        [
          [0, 0, 0],
          [1, 1, 0],
        ],
        [
          [0, 1, 0],
          [1, 2, 0],
        ],
      ],
    ];
    const L = sizes.flat().reduce((sum, n) => sum + n, 0);
    const values = uniform(3, C * L, -5, 5);
    let first = 0;
    for (let c = 0; c < C; c++)
      for (const n of sizes.flat()) {
        values.subarray(first, first + n).sort();
        first += n;
      }
    const places = sizes.flat().flatMap((n, i, all) => [all.slice(0, i).reduce((sum, one) => sum + one, 0), n]);
    const packed: number[] = [];
    let sector = 0;
    const momenta = sizes.flatMap((own, k) => {
      const row = [sector, own.length, packed.length, divisions[k].length];
      for (const [below, upTo] of divisions[k]) packed.push(...below.map((n, i) => n + 65536 * upTo[i]));
      sector += own.length;
      return row;
    });
    const upload = (name: string, data: readonly number[]) => scope.upload('u32', [data.length], name, Uint32Array.from(data));
    const found = scope.tensor('f32', [C, 4], 'found');
    const plan = new Plan(scope.memory, 'levels');
    const bindings = { momenta: upload('momenta', momenta), places: upload('places', places), divisions: upload('divisions', packed) };
    plan.dispatch(levels.gaps, { L, K: 3, C }, { ...bindings, levels: scope.upload('f32', [C, L], 'levels', values), found }, [C]);
    await execute(plan);
    const take = taker(values);
    const expected = Array.from({ length: C }, () =>
      gaps(
        sizes.map((own) => own.map(take)),
        divisions,
      ),
    );
    close(await found.read(), expected.flat(), { atol: 1e-5, rtol: 1e-6 }, 'gaps');
    assert.ok(expected.some((one) => one[0] > 0) && expected.some((one) => one[0] < 0), 'both signs occur');
  }),
);

test.run();
