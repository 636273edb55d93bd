/** Symmetries found in synthetic ensembles whose group is known, without naming an operator to the search. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { dimerOperators } from '../../src/analysis/filters/patterns.ts';
import type { Block } from '../../src/analysis/symmetry/group.ts';
import { findSymmetry, type Symmetry } from '../../src/analysis/symmetry/symmetry.ts';
import { describeSymmetry } from '../../src/analysis/symmetry/text.ts';
import { minus, mix, noisy, Source } from '../support/ensembles.ts';

const square: Block = { dimension: 2, side: 4 };
const bonds: Block = { dimension: 2, side: 4, bonds: true };
const uniform = new Array<number>(16).fill(1);
const { plaquettes, columnar, fields } = dimerOperators(4);
const peaks = [plaquettes[0], plaquettes[1], minus(plaquettes[0]), minus(plaquettes[1])];

/** n runs that choose among patterns with the given odds, with noise. */
function chosen(patterns: readonly (readonly number[])[], n: number, noise: number, seed: number, odds = patterns.map(() => 1)) {
  const source = new Source(seed);
  const total = odds.reduce((sum, w) => sum + w, 0);
  const which: number[] = [];
  const ensemble = Array.from({ length: n }, () => {
    let left = source.uniform() * total;
    let i = 0;
    while (i < odds.length - 1 && left >= odds[i]) left -= odds[i++];
    which.push(i);
    return [noisy(patterns[i], noise, source)];
  });
  return { ensemble, which, source };
}
const action = ({ actions }: Symmetry, name: string) => {
  const found = actions.find((a) => a.name === name);
  if (!found) throw new Error(`no action ${name}`);
  return found;
};

test('uniform Ising filters: every operation of the block leaves them, the sign exchanges the two optima', () => {
  const { ensemble } = chosen([uniform, minus(uniform)], 200, 0.2, 1);
  const found = findSymmetry(ensemble, square);
  assert.is(found.verdict, 'finite');
  assert.is(found.optima.length, 2);
  assert.is(found.group, 'Z2');
  assert.is(found.acts, 'permutation of 2 optima');
  assert.is(found.invariant.length, 8 * 16);
  assert.ok(found.invariant.every((name) => !name.includes('-')));
  assert.is(action(found, '-').status, 'permutes');
  assert.equal(found.subgroups['point group'], { order: 8, elements: 8, group: 'trivial', invariances: 8 });
  assert.equal(found.subgroups.components, { order: 2, elements: 2, group: 'Z2', invariances: 1 });
  assert.not.ok(found.broken);
  assert.ok(found.closed);
  assert.match(describeSymmetry(found)[2], /^Mapped to themselves by all of: point group, rotations, translations/);
  assert.equal(found.orbits.length, 1);
  assert.is(found.orbits[0].missing, 0);
  assert.ok(Math.abs(action(found, 'C4').overlap - 1 / 1.04) < 0.01, 'the overlap tells the noise');
  const upToSign = findSymmetry(ensemble, square, { freedom: 'sign' });
  assert.is(upToSign.optima.length, 1);
  assert.is(upToSign.group, 'trivial');
  assert.equal(upToSign.fixed, [0]);
  assert.is(upToSign.p, 1);
});

test('a filter on the boundary is invariant under the point group and no translation', () => {
  const rim = uniform.map((_, i) => (i % 4 === 0 || i % 4 === 3 || i < 4 || i >= 12 ? 1 : 0.1));
  const found = findSymmetry(chosen([rim, minus(rim)], 100, 0.1, 2).ensemble, square);
  assert.equal(found.subgroups['point group'], { order: 8, elements: 8, group: 'trivial', invariances: 8 });
  assert.is(found.subgroups.translations.elements, 1);
  assert.is(action(found, 't(1,0)').status, 'absent');
  assert.is(found.group, 'Z2');
  assert.not.ok(found.broken);
});

test('four plaquette peaks: Z4 of rotations about a site, Z2 x Z2 of translations, no operator named (R9)', () => {
  const { ensemble, which, source } = chosen(peaks, 400, 0.25, 3);
  const information = which.map(() => 0.6 + 0.01 * source.normal());
  const found = findSymmetry(ensemble, bonds, { information });
  assert.is(found.verdict, 'finite');
  assert.is(found.acts, 'permutation of 4 optima');
  assert.is(found.subgroups['rotations about a site'].group, 'Z4');
  assert.is(found.subgroups.translations.group, 'Z2xZ2');
  assert.equal(found.subgroups.translations, { order: 16, elements: 16, group: 'Z2xZ2', invariances: 4 });
  assert.is(found.subgroups.rotations.group, 'Z2', 'about the centre of a plaquette one pair stays');
  assert.is(found.group, 'D4');
  assert.match(describeSymmetry(found).join(' '), /^4 optima\. Permuted by D4: .*Z2xZ2 of translations, Z4 of rotations about a site, .* Not broken/);
  assert.is(found.actions.length, 256);
  assert.is(found.invariant.length, 256 / 8);
  assert.not.ok(found.broken);
  assert.ok(found.p > 0.01 && found.informationP > 0.01);
  assert.equal(found.orbits[0].optima.length, 4);
  assert.ok(found.optima.every((optimum) => Math.abs((optimum.information?.mean ?? 0) - 0.6) < 0.01));
  // Where bonds that leave the block are lost, the permutations are the same.
  const open = findSymmetry(ensemble, bonds, { boundary: 'drop' });
  assert.is(open.subgroups.translations.group, 'Z2xZ2');
  assert.is(open.group, 'D4');
});

test('the columnar peak and the plaquettes are different orbits', () => {
  const patterns = [...peaks, columnar, minus(columnar)];
  const found = findSymmetry(chosen(patterns, 300, 0.2, 4, [1, 1, 1, 1, 4, 4]).ensemble, bonds);
  assert.equal(found.orbits.map(({ optima }) => optima.length).sort(), [2, 4]);
  assert.not.ok(found.broken);
  assert.is(action(found, 'C4').status, 'permutes');
  // D4 of the plane (P1, P2), with the sign of the columnar filter going along with the diagonal mirrors or against them.
  assert.is(found.subgroups['rotations about a site'].group, 'Z4');
});

test('broken: one optimum missing, one preferred, one that says less; and each not, where it is not so', () => {
  const missing = findSymmetry(chosen(peaks.slice(0, 3), 90, 0.2, 5).ensemble, bonds);
  assert.ok(missing.broken);
  assert.is(missing.orbits[0].missing, 1);
  assert.match(describeSymmetry(missing).join(' '), /Broken by the ensemble, 1 of an orbit missing: equal populations p = \de-\d/);
  assert.is(missing.orbits[0].populations.length, 4);
  assert.is(action(missing, 'C4 t(1,0)').status, 'partial');
  const preferred = findSymmetry(chosen(peaks, 400, 0.2, 6, [2, 1, 1, 1]).ensemble, bonds);
  assert.ok(preferred.broken);
  assert.is(preferred.orbits[0].missing, 0);
  assert.ok(preferred.p < 1e-3);
  assert.is(preferred.informationP, 1, 'no informations, no test of them');
  const { ensemble, which, source } = chosen(peaks, 200, 0.2, 7);
  const information = which.map((i) => 0.6 - (i === 2 ? 0.02 : 0) + 0.02 * source.normal());
  const poorer = findSymmetry(ensemble, bonds, { information });
  assert.ok(poorer.p > 0.001);
  assert.ok(poorer.informationP < 0.001);
  assert.ok(poorer.broken);
  const few = findSymmetry(chosen(peaks, 24, 0.2, 6, [2, 1, 1, 1]).ensemble, bonds);
  assert.not.ok(few.broken, 'twenty-four runs cannot tell');
});

/** Every weight larger or smaller by up to a factor of 2, as rims make them; each pattern in its own way, alike for both signs. */
function withRims(pattern: readonly number[], source: Source): number[] {
  return pattern.map((w) => w * 4 ** (source.uniform() - 0.5));
}

test('optima that are images of one another but for the sizes of their weights: Z4 and Z2 x Z2, not broken; and broken where they are', () => {
  for (const seed of [31, 32]) {
    const source = new Source(seed);
    const [first, second] = plaquettes.map((pattern) => withRims(pattern, source));
    const rough = [first, second, minus(first), minus(second)];
    const { ensemble, which } = chosen(rough, 80, 0.15, seed);
    // On a finite block one pair says a little less than the other.
    const information = which.map((i) => (i % 2 === 0 ? 0.65 : 0.64) + 0.002 * source.normal());
    const found = findSymmetry(ensemble, bonds, { information });
    assert.equal([found.optima.length, found.group, found.subgroups['rotations about a site'].group], [4, 'D4', 'Z4']);
    assert.equal([found.subgroups.translations.group, found.broken, found.orbits[0].missing], ['Z2xZ2', false, 0]);
    assert.ok(found.miss > 0.15 && found.miss < found.tolerance && found.gap && found.gap[1] > 1.3, `${found.miss}`);
    assert.ok(found.orbits[0].band > 0.01 && found.orbits[0].band < 0.15, `${found.orbits[0].band}`);
    assert.match(
      describeSymmetry(found).join(' '),
      /equal informations to within 0\.\d+ nats p = .* not exact on this block: images miss optima by angles of up to 0\.[23]/,
    );
    const poorer = findSymmetry(ensemble, bonds, { information: information.map((x, i) => x - (which[i] === 3 ? 0.3 : 0)) });
    assert.ok(poorer.broken && poorer.informationP < 1e-6, 'a difference beyond what rims explain');
    const three = findSymmetry(chosen(rough.slice(0, 3), 60, 0.15, seed).ensemble, bonds);
    assert.equal([three.broken, three.orbits[0].missing], [true, 1]);
  }
});

test('controls: no symmetry is seen where there is none, with as rough weights', () => {
  const source = new Source(33);
  const pattern = source.normals(32);
  const found = findSymmetry(chosen([pattern, minus(pattern)], 60, 0.15, 34).ensemble, bonds);
  assert.equal([found.group, found.subgroups.translations.elements, found.subgroups['point group'].elements], ['Z2', 1, 1]);
  // Horizontal dimers count for more than vertical ones: translations permute four optima, a quarter turn leads to none of them.
  const { horizontal, vertical } = dimerOperators(4);
  const long = [mix(1, horizontal, 0.4, vertical), mix(1, horizontal, -0.4, vertical)];
  const stretched = findSymmetry(chosen([...long, ...long.map(minus)], 80, 0.1, 35).ensemble, bonds);
  assert.equal([stretched.group, stretched.subgroups.translations.group, action(stretched, 'C4 t(1,0)').status], ['Z2xZ2', 'Z2xZ2', 'absent']);
});

test('an optimum of few runs that is not joined by its images does not hide the group of the others', () => {
  const { ensemble, source } = chosen(peaks, 60, 0.15, 36);
  const found = findSymmetry([...ensemble, ...[1, 2, 3].map(() => [noisy(columnar, 0.15, source)])], bonds);
  assert.equal([found.optima.length, found.group, found.alone, found.broken], [5, 'D4', [4], false]);
  assert.match(describeSymmetry(found).join(' '), /Left out: one optimum of 3 runs, whose images no run found/);
});

test('a member of an orbit counts even if a single run found it', () => {
  const { ensemble, source } = chosen(peaks.slice(0, 3), 30, 0.2, 15);
  const found = findSymmetry([...ensemble, [noisy(peaks[3], 0.2, source)]], bonds);
  assert.is(found.optima.length, 4);
  assert.equal(found.optima[3].runs, [30]);
  assert.equal(found.unassigned, []);
  assert.is(found.group, 'D4');
  assert.is(found.orbits[0].missing, 0);
});

test('broken without a trace is called absent, not a symmetry', () => {
  const found = findSymmetry(chosen([plaquettes[0], minus(plaquettes[0])], 100, 0.2, 8).ensemble, bonds);
  assert.is(action(found, 'C4 t(1,0)').status, 'absent');
  assert.is(found.subgroups['rotations about a site'].elements, 2);
  assert.is(found.group, 'Z2');
  assert.not.ok(found.broken);
});

test('strays are left out; random filters have no symmetry', () => {
  const { ensemble, source } = chosen(peaks, 200, 0.2, 9);
  const strays = Array.from({ length: 8 }, () => [source.normals(32)]);
  const found = findSymmetry([...ensemble, ...strays], bonds);
  assert.is(found.optima.length, 4);
  assert.equal(found.unassigned, [200, 201, 202, 203, 204, 205, 206, 207]);
  for (const d of [4, 16]) {
    for (const freedom of ['none', 'sign'] as const) {
      const random = findSymmetry(
        Array.from({ length: 100 }, () => [source.normals(d)]),
        { dimension: 2, side: Math.sqrt(d) },
        { freedom },
      );
      assert.is(random.verdict, 'none found', `${d} ${freedom}: ${random.rotation?.reason}`);
      assert.is(random.group, 'none');
      assert.match(describeSymmetry(random)[0], /^No symmetry found: no separate optima, and /);
      assert.not.ok(random.broken);
    }
  }
});

test('a circle of fields has no finitely many optima and is handed on: U(1) (R10)', () => {
  const source = new Source(10);
  const ensemble = Array.from({ length: 300 }, () => {
    const angle = 2 * Math.PI * source.uniform();
    return [noisy(mix(Math.cos(angle), fields[0], Math.sin(angle), fields[1]), 0.2, source)];
  });
  const found = findSymmetry(ensemble, bonds);
  assert.is(found.verdict, 'U(1)', found.rotation?.reason);
  assert.is(found.acts, 'rotation of a plane');
  assert.match(describeSymmetry(found)[0], /^A circle of optima, U\(1\)/);
  assert.is(found.group, 'none');
  // Without noise the angles alone are there: still no clusters.
  const bare = Array.from({ length: 300 }, () => {
    const angle = 2 * Math.PI * source.uniform();
    return [mix(Math.cos(angle), fields[0], Math.sin(angle), fields[1])];
  });
  assert.is(findSymmetry(bare, bonds).verdict, 'U(1)');
});

test('two components: one optimum up to sign and order of both fields, and pairs of plaquettes', () => {
  const source = new Source(11);
  const pair = (a: readonly number[], b: readonly number[]) => {
    const both = [a, b].map((f) => noisy(source.uniform() < 0.5 ? f : minus(f), 0.2, source));
    return source.uniform() < 0.5 ? both : both.reverse();
  };
  const found = findSymmetry(
    Array.from({ length: 120 }, () => pair(plaquettes[0], plaquettes[1])),
    bonds,
  );
  assert.is(found.optima.length, 1);
  assert.is(found.invariant.length, 8 * 16, 'the pair of plaquettes is mapped to itself by every operation');
  const { horizontal, vertical } = dimerOperators(4);
  const two = findSymmetry(
    Array.from({ length: 120 }, () => (source.uniform() < 0.5 ? pair(horizontal, columnar) : pair(vertical, columnar))),
    bonds,
  );
  assert.is(two.optima.length, 2);
  assert.is(two.group, 'Z2');
  assert.is(two.subgroups.rotations.group, 'Z2');
  assert.is(two.subgroups.translations.group, 'trivial');
});

test('sites in a list have their sign and nothing else; what does not fit is refused', () => {
  const source = new Source(12);
  const pattern = source.normals(7);
  const { ensemble } = chosen([pattern, minus(pattern)], 60, 0.1, 13);
  assert.is(findSymmetry(ensemble, { dimension: 0, side: 7 }).group, 'Z2');
  assert.throws(() => findSymmetry(ensemble, square), /expected 16 weights in a component, as the block has, got 7/);
  assert.throws(() => findSymmetry(ensemble, { dimension: 0, side: 7 }, { information: [1] }), /expected 60 finite informations/);
  assert.throws(() => findSymmetry([[[Number.NaN]], [[1]]], { dimension: 0, side: 1 }), /finite weights/);
});

test.run();
