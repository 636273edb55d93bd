/** Fixed bonds on a torus against complete enumeration of all states at every place of the window. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { exactIsing } from '../../src/exact/exact.ts';
import { close } from '../support/close.ts';
import { withFilters } from '../support/exact.ts';
import { words } from '../support/random.ts';

/** Sums of a million rounded terms. */
const TOLERANCE = { atol: 1e-11, rtol: 0 };

interface Case {
  size: [number, number];
  block: [number, number];
  buffer: number;
  shell?: number;
  coupling: number;
  temperature: number;
  field?: number;
}

const signs = (count: number, seed: number) => Array.from(words(seed, count), (word) => (word & 1 ? 1 : -1));

/** p(v, e) as [v][e], the mean over all places of the window, from the definition. */
function enumerate({ size: [Lx, Ly], block: [bx, by], buffer, shell, coupling, temperature, field = 0 }: Case, bonds: readonly number[]): Float64Array[] {
  const at = (x: number, y: number) => (((x % Lx) + Lx) % Lx) + Lx * (((y % Ly) + Ly) % Ly);
  const far = (x: number, y: number) => {
    // Sites from the block, each way around.
    const along = (c: number, width: number, L: number) => (c < width ? 0 : Math.min(c - width + 1, L - c));
    return Math.max(along(x, bx, Lx), along(y, by, Ly));
  };
  const visible: [number, number][] = [];
  const environment: [number, number][] = [];
  for (let y = 0; y < Ly; y++) {
    for (let x = 0; x < Lx; x++) {
      const distance = far(x, y);
      if (distance === 0) visible.push([x, y]);
      else if (distance > buffer && distance <= buffer + (shell ?? 1000)) environment.push([x, y]);
    }
  }
  const rows = Array.from({ length: 2 ** visible.length }, () => new Float64Array(2 ** environment.length));
  // Sites of V and of E at every place of the window.
  const places = Array.from({ length: Lx * Ly }, (_, t) => {
    const moved = (sites: [number, number][]) => sites.map(([x, y]) => at(x + (t % Lx), y + Math.floor(t / Lx)));
    return { visible: moved(visible), environment: moved(environment) };
  });
  const pairs = Array.from({ length: Lx * Ly }, (_, site) => {
    const [x, y] = [site % Lx, Math.floor(site / Lx)];
    return { site, right: at(x + 1, y), down: at(x, y + 1), signs: [bonds[2 * site], bonds[2 * site + 1]] };
  });
  const pick = (state: number, sites: readonly number[]) => sites.reduce((out, site, b) => out | (((state >> site) & 1) << b), 0);
  let total = 0;
  for (let state = 0; state < 2 ** (Lx * Ly); state++) {
    const spin = (site: number) => ((state >> site) & 1 ? 1 : -1);
    let energy = 0;
    for (const {
      site,
      right,
      down,
      signs: [r, d],
    } of pairs)
      energy -= coupling * spin(site) * (r * spin(right) + d * spin(down)) + field * spin(site);
    const weight = Math.exp(-energy / temperature);
    for (const place of places) rows[pick(state, place.visible)][pick(state, place.environment)] += weight;
    total += places.length * weight;
  }
  return rows.map((row) => row.map((weight) => weight / total));
}

function mutual(rows: readonly Float64Array[]): number {
  const a = rows.map((row) => row.reduce((sum, p) => sum + p, 0));
  const b = rows[0].map((_, e) => rows.reduce((sum, row) => sum + row[e], 0));
  return rows.reduce((all, row, i) => all + row.reduce((sum, p, e) => sum + (p > 0 ? p * Math.log(p / (a[i] * b[e])) : 0), 0), 0);
}

/** p(h, e) of the sign of a filter, ties split. */
function coarse(rows: readonly Float64Array[], weights: readonly number[]): Float64Array[] {
  const out = [new Float64Array(rows[0].length), new Float64Array(rows[0].length)];
  rows.forEach((row, v) => {
    const sum = weights.reduce((all, w, i) => all + ((v >> i) & 1 ? w : -w), 0);
    const plus = sum === 0 ? 0.5 : sum > 0 ? 1 : 0;
    row.forEach((p, e) => {
      out[1][e] += plus * p;
      out[0][e] += (1 - plus) * p;
    });
  });
  return out;
}

for (const system of [
  { size: [4, 3], block: [2, 1], buffer: 0, coupling: 1, temperature: 1.5 },
  { size: [3, 4], block: [1, 2], buffer: 0, coupling: -1, temperature: 1, field: 0.3 },
  { size: [4, 4], block: [2, 2], buffer: 0, coupling: 1, temperature: 2 },
  { size: [4, 4], block: [1, 1], buffer: 0, shell: 1, coupling: 1, temperature: 1.2 },
  { size: [4, 4], block: [1, 1], buffer: 1, coupling: 1, temperature: 2, field: -0.2 },
] as Case[]) {
  test(`fixed bonds: ${JSON.stringify(system)}`, async () => {
    const bonds = signs(2 * system.size[0] * system.size[1], 5);
    assert.ok(bonds.includes(1) && bonds.includes(-1));
    const joint = enumerate(system, bonds);
    const weights = joint.length === 2 ? [1] : Array.from({ length: Math.log2(joint.length) }, (_, i) => [1, 0.6, -0.3, 0.8][i]);
    const options = { ...system, boundary: 'periodic', bonds } as const;
    const { information, filtered } = await withFilters(options, [{ weights: [weights] }]);
    close([information, ...filtered], [mutual(joint), mutual(coarse(joint, weights))], TOLERANCE, 'I(V:E), I(H:E)');
    // Negative control: other bonds of the same kind are another system.
    const other = await withFilters({ ...options, bonds: signs(bonds.length, 6) }, []);
    assert.ok(Math.abs(other.information - information) > 1e-4, `${other.information} and ${information}`);
  });
}

test('the best of every single binary function of two spins', async () => {
  const system: Case = { size: [4, 3], block: [2, 1], buffer: 0, coupling: 1, temperature: 1.5 };
  const bonds = signs(24, 5);
  const joint = enumerate(system, bonds);
  const rows = (set: number) => [0, 1].map((h) => joint[0].map((_, e) => joint.reduce((sum, row, v) => sum + (((set >> v) & 1) === h ? row[e] : 0), 0)));
  const best = Math.max(...Array.from({ length: 2 ** joint.length }, (_, set) => mutual(rows(set))));
  const { best_binary } = await exactIsing({ ...system, boundary: 'periodic', bonds });
  close([best_binary.value], [best], TOLERANCE, best_binary.function);
});

test('equal bonds are the pure model, of either sign; the place of the window tells nothing there', async () => {
  const system = { size: [4, 4], block: [2, 2], buffer: 0, boundary: 'periodic', coupling: 1, temperature: 2 } as const;
  for (const [sign, coupling] of [
    [1, 1],
    [-1, -1],
  ]) {
    const filters = [{ weights: [[1, 1, 1, 1]] }, { weights: [[1, 0.5, -0.3, 0.8]] }];
    const pure = await withFilters({ ...system, coupling }, filters);
    const fixed = await withFilters({ ...system, bonds: new Array<number>(32).fill(sign) }, filters);
    close([fixed.information, ...fixed.filtered], [pure.information, ...pure.filtered], TOLERANCE, `all bonds ${sign}`);
  }
});

for (const [options, message] of [
  [{ bonds: [1, -1] }, /^bonds: expected 32 signs 1 or -1/],
  [{ bonds: new Array(32).fill(0.5) }, /^bonds: expected 32 signs/],
  [{ bonds: new Array(32).fill(1), boundary: 'open' }, /^boundary: expected periodic for fixed bonds/],
  [{ bonds: new Array(32).fill(1), shell: 2 }, /^shell: expected a width of 1 to 1 sites/],
  [{ shell: 1 }, /^shell: expected fixed bonds/],
  [{ size: [8, 8], bonds: new Array(128).fill(1) }, /^size of the sum: expected tables of at most 2\^24 entries.*smaller size or shell/],
  [{ field: Number.NaN }, /^field: expected a field of at most 20 times the temperature/],
  [{ field: 100 }, /^field: expected a field of at most 20 times/],
] as const) {
  test(`refused: ${JSON.stringify(options).slice(0, 60)}`, async () => {
    const given = { size: [4, 4], block: [2, 2], buffer: 0, boundary: 'periodic', coupling: 1, temperature: 2, ...options };
    try {
      await exactIsing(given as unknown as Parameters<typeof exactIsing>[0]);
      assert.unreachable('was taken');
    } catch (error) {
      assert.match((error as Error).message, message);
    }
  });
}

test.run();
