/** A continuous rotation told from discrete peaks, a disc and a line, and its tests right under the null. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { dimerOperators } from '../../src/analysis/filters/patterns.ts';
import { harmonicRegression, kuiper, rayleigh, resultantOf } from '../../src/analysis/symmetry/circular.ts';
import { findRotation } from '../../src/analysis/symmetry/rotation.ts';
import { close } from '../support/close.ts';
import { minus, mix, noisy, Source } from '../support/ensembles.ts';

const { fields, plaquettes } = dimerOperators(4);
const turn = 2 * Math.PI;

/** n filters at given angles in the plane of the fields, with noise. */
function atAngles(angles: readonly number[], noise: number, source: Source): number[][][] {
  return angles.map((angle) => [noisy(mix(Math.cos(angle), fields[0], Math.sin(angle), fields[1]), noise, source)]);
}
const uniformAngles = (n: number, source: Source) => Array.from({ length: n }, () => turn * source.uniform());

test('a circle, with an information that does not depend on the angle: U(1) (R10)', () => {
  const source = new Source(1);
  const angles = uniformAngles(300, source);
  const information = angles.map(() => 0.25 + 0.01 * source.normal());
  const found = findRotation(atAngles(angles, 0.3, source), { information });
  assert.is(found.verdict, 'U(1)', found.reason);
  assert.is(found.period, 1);
  assert.ok(found.radiusSpread < 0.05);
  assert.ok(Math.abs(found.radius.mean - 1 / Math.sqrt(1.09)) < 0.02);
  assert.ok(found.values[1] > 20 * found.values[2]);
  assert.ok((found.information?.p ?? 0) > 0.01);
  // The angles are those that went in, but for the place of zero and the sense of rotation.
  for (const sense of [1, -1]) {
    const off = rayleigh(found.angles.map((angle, i) => angle - sense * angles[i])).resultant;
    if (off > 0.5) assert.ok(off > 0.99);
  }
  assert.is(findRotation(atAngles(angles, 0.3, source), { information, plane: fields, freedom: 'sign' }).verdict, 'U(1)');
});

test('an information that depends on the angle is no symmetry, nor are few runs, a disc or a line', () => {
  const source = new Source(2);
  const angles = uniformAngles(300, source);
  const varying = angles.map((angle) => 0.25 + 0.01 * Math.cos(4 * angle) + 0.01 * source.normal());
  const pinned = findRotation(atAngles(angles, 0.2, source), { information: varying });
  assert.is(pinned.verdict, 'undecided');
  assert.match(pinned.reason, /information depends on the angle/);
  const amplitudes = pinned.information?.harmonics ?? [];
  assert.is(amplitudes[3].k, 4);
  assert.ok(Math.abs(amplitudes[3].amplitude - 0.01) < 0.004);
  const few = findRotation(atAngles(uniformAngles(12, source), 0.2, source));
  assert.is(few.verdict, 'undecided');
  assert.match(few.reason, /too few runs/);
  // Points uniform on a disc, the rest of each filter out of the plane.
  const onDisc = uniformAngles(300, source).map((angle) => {
    const radius = Math.sqrt(source.uniform());
    const inPlane = mix(radius * Math.cos(angle), fields[0], radius * Math.sin(angle), fields[1]);
    return [mix(1, inPlane, Math.sqrt((1 - radius * radius) / 2), plaquettes[source.choice(2)])];
  });
  const disc = findRotation(onDisc, { plane: fields });
  assert.is(disc.verdict, 'undecided');
  assert.match(disc.reason, /disc/);
  const line = findRotation(Array.from({ length: 200 }, () => [noisy(source.uniform() < 0.5 ? fields[0] : minus(fields[0]), 0.2, source)]));
  assert.is(line.verdict, 'undecided');
  assert.match(line.reason, /no plane/);
  const random = findRotation(Array.from({ length: 200 }, () => [source.normals(32)]));
  assert.match(random.reason, /no plane/);
});

test('peaks are called by their number', () => {
  const source = new Source(3);
  for (const n of [2, 3, 4, 6]) {
    const angles = Array.from({ length: 300 }, () => 0.3 + (turn * source.choice(n)) / n + 0.1 * source.normal());
    const found = findRotation(atAngles(angles, 0.1, source), { plane: fields });
    assert.is(found.verdict, `discrete Z_${n}`, found.reason);
  }
  // An error below half a hundredth has its first digit, and is not printed as 0.
  const sharp = Array.from({ length: 500 }, () => (turn * source.choice(4)) / 4 + 0.02 * source.normal());
  assert.match(findRotation(atAngles(sharp, 0.01, source)).reason, /^resultant of 4θ is 0\.\d{4} ± 0\.000[1-9]$/);
  // The plane is found where the peaks span it, and a preferred peak changes nothing.
  const uneven = Array.from({ length: 300 }, () => (turn * (source.uniform() < 0.5 ? 0 : source.choice(4))) / 4 + 0.1 * source.normal());
  assert.is(findRotation(atAngles(uneven, 0.1, source)).verdict, 'discrete Z_4');
  const upToSign = Array.from({ length: 200 }, () => (turn * source.choice(4)) / 4 + 0.1 * source.normal());
  assert.is(findRotation(atAngles(upToSign, 0.1, source), { freedom: 'sign' }).verdict, 'discrete Z_4');
  // A weak preference is neither.
  const modulated: number[] = [];
  while (modulated.length < 1500) {
    const angle = turn * source.uniform();
    if (2 * source.uniform() < 1 + 0.6 * Math.cos(4 * angle)) modulated.push(angle);
  }
  const filters = atAngles(modulated, 0.1, source);
  const weak = findRotation(filters);
  assert.is(weak.verdict, 'undecided');
  assert.match(weak.reason, /not uniform .* whether the information depends on the angle is not known/);
  assert.ok(Math.abs(weak.harmonics[2].resultant - 0.3) < 0.08);
  // Where the information is constant the optima are a circle, and the amplitude says how unequally they are found.
  const flat = findRotation(filters, { information: modulated.map(() => 0.3 + 0.01 * source.normal()) });
  assert.is(flat.verdict, 'modulated circle', flat.reason);
  assert.is(flat.modulation.k, 4);
  const { mean, error } = flat.modulation.resultant;
  assert.ok(Math.abs(mean - 0.3) < 4 * error && error < 0.03, `${mean} ${error}`);
  // Preferred directions with more information are no circle of optima.
  const tilted = findRotation(filters, { information: modulated.map((angle) => 0.3 + 0.01 * Math.cos(4 * angle) + 0.01 * source.normal()) });
  assert.is(tilted.verdict, 'undecided');
  assert.match(tilted.reason, /the information depends on the angle/);
});

test('two components turn together: their angle does not know signs, order and sense', () => {
  const source = new Source(4);
  const pairs = (angles: number[]) =>
    angles.map((angle) => {
      const pair = [mix(Math.cos(angle), fields[0], Math.sin(angle), fields[1]), mix(-Math.sin(angle), fields[0], Math.cos(angle), fields[1])].map((f) =>
        noisy(source.uniform() < 0.5 ? f : minus(f), 0.2, source),
      );
      return source.uniform() < 0.5 ? pair : pair.reverse();
    });
  const circle = findRotation(pairs(uniformAngles(200, source)));
  assert.is(circle.verdict, 'U(1)', circle.reason);
  assert.is(circle.period, 4);
  const angles = uniformAngles(50, source);
  const found = findRotation(pairs(angles), { plane: fields });
  assert.ok(
    rayleigh(
      found.angles.map((angle, i) => angle - angles[i]),
      4,
    ).resultant > 0.9,
  );
  const pinned = findRotation(pairs(Array.from({ length: 200 }, () => 0.2 + 0.05 * source.normal())));
  assert.is(pinned.verdict, 'discrete Z_4', pinned.reason);
  assert.throws(() => findRotation(pairs(angles).map((pair) => [...pair, pair[0]])), /one or two components/);
  assert.throws(() => findRotation(pairs(angles.slice(0, 5))), /8 or more/);
});

test('the error of a resultant is the spread over samples', () => {
  const source = new Source(7);
  for (const concentration of [0, 0.3, 0.8]) {
    const draw = () => {
      for (;;) {
        const angle = turn * source.uniform();
        if (2 * source.uniform() < 1 + concentration * Math.cos(4 * angle)) return angle;
      }
    };
    const found = Array.from({ length: 400 }, () => resultantOf(Array.from({ length: 200 }, draw), 4));
    const mean = found.reduce((sum, { mean }) => sum + mean, 0) / found.length;
    const spread = Math.sqrt(found.reduce((sum, one) => sum + (one.mean - mean) ** 2, 0) / (found.length - 1));
    const said = Math.sqrt(found.reduce((sum, { error }) => sum + error ** 2, 0) / found.length);
    // Uniform angles have a resultant of √(π / 4n) and the spread of a Rayleigh law, 0.655 of the error of each of its two parts.
    const factor = concentration === 0 ? Math.sqrt(2 - Math.PI / 2) : 1;
    // 400 samples know the spread to 3.5 %: 4 errors.
    assert.ok(Math.abs(spread / (factor * said) - 1) < 0.16, `${concentration}: ${spread} ${said}`);
    if (concentration > 0) assert.ok(Math.abs(mean - concentration / 2) < 0.02);
    else assert.ok(Math.abs(mean - Math.sqrt(Math.PI / 800)) < 0.006);
  }
});

test('statistics of angles by hand', () => {
  const four = [0, 1, 2, 3].map((i) => 0.4 + (turn * i) / 4);
  close(
    [1, 2, 3, 4].map((k) => rayleigh(four, k).resultant),
    [0, 0, 0, 1],
    { atol: 1e-12, rtol: 0 },
    'resultants',
  );
  // Equally spaced points leave one step of 1/n between the two staircases.
  close([kuiper(four).statistic, kuiper([0.1, 0.1, 0.1]).statistic], [0.25, 1], { atol: 1e-12, rtol: 0 }, 'Kuiper');
  const angles = Array.from({ length: 40 }, (_, i) => (turn * i) / 40);
  const exact = harmonicRegression(
    angles,
    angles.map((a) => 2 + 3 * Math.cos(2 * a + 1)),
    [1, 2],
  );
  close(exact?.harmonics.map((h) => h.amplitude) ?? [], [0, 3], { atol: 1e-12, rtol: 0 }, 'amplitudes');
  assert.ok((exact?.p ?? 1) < 1e-100);
  assert.is(
    harmonicRegression(
      angles,
      angles.map(() => 2),
      [1, 2],
    )?.p,
    1,
  );
  assert.is(harmonicRegression([0, 1], [0, 1], [1]), undefined);
});

test('p-values are uniform where there is a circle, and the verdict then errs as often as its level says', () => {
  const source = new Source(5);
  const [small, informations, isotropies, harmonics, omnibus, all]: number[][] = [[], [], [], [], [], []];
  for (let i = 0; i < 600; i++) {
    const angles = uniformAngles(60, source);
    const found = findRotation(
      angles.map((angle) => [noisy([Math.cos(angle), Math.sin(angle), 0, 0], 0.2, source)]),
      { information: source.normals(60) },
    );
    small.push(rayleigh(angles.slice(0, 10)).p);
    informations.push(found.information?.p ?? 0);
    isotropies.push(found.degeneracyP);
    harmonics.push(found.harmonics[2].p);
    omnibus.push(found.kuiper.p);
    all.push(found.p);
  }
  const shareBelow = (ps: number[], q: number) => ps.filter((p) => p <= q).length / ps.length;
  for (const [name, ps] of Object.entries({ small, informations, isotropies, harmonics, omnibus })) {
    for (const q of [0.05, 0.25, 0.5, 0.9]) {
      const [share, error] = [shareBelow(ps, q), Math.sqrt((q * (1 - q)) / ps.length)];
      // z < 4, and the limits' own percent at 60 angles.
      assert.ok(Math.abs(share - q) < 4 * error + 0.01, `${name}: ${share} below ${q}`);
    }
  }
  assert.ok(shareBelow(all, 0.05) < 0.05 + 4 * Math.sqrt((0.05 * 0.95) / 600), 'Bonferroni is on the safe side');
  assert.ok(shareBelow(all, 0.05) > 0.005, 'and not by far');
  // Control: a drift of the angles that the eye would miss.
  const drifting = Array.from({ length: 200 }, () => rayleigh(uniformAngles(60, source).map((a) => a + 0.4 * Math.sin(a))).p);
  assert.ok(shareBelow(drifting, 0.05) > 0.15);
});

test.run();
