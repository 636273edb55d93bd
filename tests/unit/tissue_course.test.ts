/** Growing tissues in time: the number of cells against its law, the flow against a continuum and against no growth, what an archive holds, refusals. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkMesh } from '../../src/model/tissue/check.ts';
import { GrowingTissues } from '../../src/model/tissue/growing.ts';
import { meshOf } from '../../src/model/tissue/mesh.ts';
import { tissue } from '../../src/model/tissue/model.ts';
import { DIVIDE_ABOVE, type TissueSettings } from '../../src/model/tissue/options.ts';
import { follow } from '../../src/sample/course.ts';

const noProgress = async () => {};
const sum = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0);

function settingsOf(given: Partial<TissueSettings>): TissueSettings {
  const defaults = Object.fromEntries(Object.entries(tissue.settings).map(([key, schema]) => [key, schema.parse(undefined)]));
  return { ...(defaults as unknown as TissueSettings), cells: 16, transitions: 0.04, ...given };
}

const courseOf = (given: Partial<TissueSettings>, runs: number, seed = 3, point = 3.6) =>
  new GrowingTissues({ settings: settingsOf(given), point, runs, seed });

test('uniform growth: the number of cells of every run is that of the descendants of its first cells, and exp(g t) on average', async () => {
  const g = 0.1;
  const course = courseOf({ growth: g }, 24);
  const { time, course: over, observables } = await follow(course, { burn: 2, samples: 8, spacing: 1, each: () => course.keep() }, noProgress);
  const { first, preferred_area, box, area } = course.archive();
  const [starts, A0, lengths, areas] = [first, preferred_area, box, area].map(({ data }) => Array.from(data, Number));
  const of = (s: number) => A0.slice(starts[s], starts[s + 1]);
  for (const [look, t] of time.entries()) {
    for (let run = 0; run < 24; run++) {
      const s = 24 * look + run;
      // A cell that began with a has divided so often that its daughters are between half the area of a division and all of it.
      const descendants = sum(of(run).map((a) => 2 ** Math.floor(Math.log2((a * Math.exp(g * t)) / (DIVIDE_ABOVE / 2)))));
      assert.is(of(s).length, descendants, `run ${run} at time ${t}`);
      assert.ok(Math.abs(sum(of(s)) / sum(of(run)) - Math.exp(g * t)) < 1e-5, 'preferred areas grow as exp(g t)');
      const whole = lengths[2 * s] * lengths[2 * s + 1];
      assert.ok(Math.abs(sum(areas.slice(starts[s], starts[s + 1])) / whole - 1) < 1e-5, 'cells cover the box');
      assert.ok(Math.abs(whole / (16 * Math.exp(g * t)) - 1) < 1e-5, 'the box grows with them');
    }
  }
  // Beyond 4.5 errors of 24 runs once in 6,000 courses; twice the rate is excluded.
  const last = over.cells[8];
  const z = (rate: number) => (last.mean - 16 * Math.exp(rate * 8)) / last.error;
  assert.ok(Math.abs(z(g)) < 4.5, `${last.mean} ± ${last.error} cells`);
  assert.ok(Math.abs(z(2 * g)) > 4.5, 'control: another rate');
  assert.ok(Math.abs(observables.division_rate.mean - g) < 4.5 * observables.division_rate.error);
  assert.is(observables.extrusion_rate.mean, 0);
  assert.ok(Math.abs(observables.divergence.mean / g - 1) < 0.02, `div v = ${observables.divergence.mean}`);
});

test('a wave of growth drives a flow, and none flows without growth', async () => {
  const g = 0.04;
  const given = { cells: 36, tiling: 'voronoi', growthProfile: 'wave' } as const;
  const measured = async (growth: number, chirality = 0) => {
    const course = courseOf({ ...given, growth, chirality }, 12, 5);
    const { observables } = await follow(course, { burn: 8, samples: 6, spacing: 2 }, noProgress);
    const { divergence, curl } = observables;
    return { divergence, curl, profile: course.profile() };
  };
  const [grown, still] = [await measured(g), await measured(0)];
  // A tissue adapts to its growth for some units of time, and is no continuum.
  assert.ok(Math.abs(grown.divergence.mean / g - 1) < 0.25, `div v = ${grown.divergence.mean} ± ${grown.divergence.error}, g = ${g}`);
  assert.ok(grown.divergence.mean > 20 * grown.divergence.error);
  const { velocity = [], continuum = [] } = grown.profile ?? {};
  assert.is(velocity.length, 16);
  const slope = sum(velocity.map(({ mean }, i) => mean * continuum[i])) / sum(continuum.map((v) => v * v));
  assert.ok(Math.abs(slope - 1) < 0.25, `flow ${slope} of the continuum's`);
  // Student's t of 12 runs is beyond 4.4 once in 1,000 courses.
  for (const { mean, error } of [still.divergence, still.curl, grown.curl]) assert.ok(Math.abs(mean) < 4.4 * error, `${mean} ± ${error}`);
});

test('with an odd tension a wave of growth drives a flow across itself, the other way round for the opposite one', async () => {
  const curl = async (chirality: number) => {
    const course = courseOf({ cells: 36, growth: 0.04, growthProfile: 'wave', chirality }, 6, 5);
    return (await follow(course, { burn: 8, samples: 4, spacing: 2 }, noProgress)).observables.curl;
  };
  // Student's t of 6 runs is beyond 6.9 once in 1,000 courses.
  for (const chirality of [0.5, -0.5]) {
    const { mean, error } = await curl(chirality);
    assert.ok((Math.sign(chirality) * mean) / error > 6.9, `chi = ${chirality}: ${mean} ± ${error}`);
  }
});

test('an archive holds tissues of different sizes whole; the same seed gives the same', async () => {
  const followed = async () => {
    const course = courseOf({ cells: 64, tiling: 'voronoi', growth: 0.05, growthProfile: 'wave' }, 2, 1);
    await follow(course, { burn: 0, samples: 3, spacing: 8, each: () => course.keep() }, noProgress);
    return course;
  };
  const course = await followed();
  const archive = course.archive();
  const list = (name: string) => Array.from(archive[name].data, Number);
  const [first, rows, cells, positions, box, time] = ['first', 'rows', 'cells', 'positions', 'box', 'time'].map(list);
  assert.equal(archive.velocity.shape, [first[8], 2]);
  assert.equal(time, [0, 0, 8, 8, 16, 16, 24, 24]);
  for (let s = 0; s < 8; s++) {
    const [from, to] = [first[s], first[s + 1]];
    const rings = Array.from({ length: to - from }, (_, c) => cells.slice(rows[from + c], rows[from + c + 1]));
    const mesh = meshOf([box[2 * s], box[2 * s + 1]], Float64Array.from(positions.slice(4 * from, 4 * to)), rings);
    checkMesh(mesh, `snapshot ${s}`);
    assert.is(mesh.positions.length / 2, 2 * (to - from), 'V = 2 N');
  }
  assert.ok(first[8] - first[7] > 64, 'cells have divided');
  assert.equal((await followed()).archive(), archive);
  const { text, picture, ending } = course.ownFile();
  assert.is(ending, '.json');
  assert.is(JSON.parse(text).cells.length, first[7] - first[6], 'the file is of the first run');
  assert.match(String(picture?.about), /P_0 = 3\.6, D = 0\.0001, after a time of 24; \d+ cells with six neighbours/);
});

test('what does not go with growth is refused with a way out', () => {
  const refused: [RegExp, Partial<TissueSettings>][] = [
    [/growth.*from 0 to 0\.5 per unit of time/, { growth: 2 }],
    [/growth.*from 0/, { growth: -0.1 }],
    [/growth.*from 0/, { growth: Number.NaN }],
    [/growthProfile.*a rate of growth beside it/, { growthProfile: 'wave' }],
    [/divideAbove.*a rate of growth beside it/, { divideAbove: 2 }],
    [/extrudeBelow.*a rate of growth beside it/, { extrudeBelow: 0.2 }],
    [/divideAbove.*0\.5 to 4/, { growth: 0.1, divideAbove: 0.1 }],
    [/extrudeBelow.*at most 0\.5/, { growth: 0.1, divideAbove: 2, extrudeBelow: 1 }],
    [/growth.*at most 0\.3\d? along a wave of length 4\.\d+: .*crushes cells/, { growth: 0.5, growthProfile: 'wave' }],
    [/areaContrast.*0 where cells grow/, { growth: 0.1, areaContrast: 0.2 }],
    [/profile.*uniform where cells grow/, { growth: 0.1, torque: 0.1, profile: 'wave' }],
  ];
  for (const [message, given] of refused) assert.throws(() => tissue.check(settingsOf(given) as never, [3.6]), message);
  assert.throws(() => courseOf({ growth: 0.1, transitions: 0 }, 2), /transitions.*above 0 where cells grow/);
  tissue.check(settingsOf({ growth: 0.1, growthProfile: 'wave', chirality: 0.2 }) as never, [3.6]);
});

test.run();
