/**
 * What can be sampled can be trained: fields, quenched bonds and every way to move Ising spins, on small tori where the information
 * is known exactly. Odds of a false alarm 6e-5 for each comparison; seeds are pinned.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type ExactInformation, exactIsing } from '../../src/exact/exact.ts';
import { quenchedBonds } from '../../src/model/ising/bonds.ts';
import { studyConfig } from '../../src/study/plan/config.ts';
import { planStudy, trainInputOf } from '../../src/study/plan/plan.ts';
import type { TrainInput } from '../../src/train/config/config.ts';
import type { PointSummary } from '../../src/train/result/summary.ts';
import { train } from '../../src/train/train.ts';
import { closeDevice, theDevice } from '../support/device.ts';
import { LIMIT } from '../support/odds.ts';

const common = {
  chains: 512,
  heldOut: 1024,
  batch: 256,
  hidden: [64, 64],
  validations: 2,
  evaluationBatch: 512,
  evaluations: 200,
  refine: 500,
  steps: 1500,
} satisfies TrainInput;

/** What a trained filter reaches is at most the best of all functions, and all but nothing of what the best filter carries. */
function reaches(what: string, { information: { mean, error } }: PointSummary, { information_HE, best_binary }: ExactInformation, tightness: number): void {
  const message = `${what}: ${mean} ± ${error}, uniform filter ${information_HE}, best ${best_binary.value}`;
  assert.ok(mean < best_binary.value + LIMIT * error, `above what any function carries: ${message}`);
  assert.ok(mean > information_HE - LIMIT * error - tightness, `below the uniform filter: ${message}`);
  assert.ok(error < 0.003, `error bar too wide to say anything: ${message}`);
}

for (const [size, buffer, temperature, field] of [
  [4, 0, 2, 0.1],
  [4, 0, 3, -0.5],
  [6, 1, 2.5, 0.05],
  [8, 1, 2.269185, 0.02],
] as const) {
  test(`trained in a field: ${size} x ${size}, buffer ${buffer}, T = ${temperature}, B = ${field}`, async () => {
    const exact = await exactIsing({ size: [size, size], block: [2, 2], buffer, boundary: 'periodic', coupling: 1, temperature, field });
    const place = { size, block: 2, buffer, shell: 1, temperature, field };
    for (const algorithm of ['metropolis', 'heatbath'] as const) {
      const { summary } = await train(await theDevice(), { ...common, ...place, algorithm, bias: true });
      reaches(algorithm, summary.points[0], exact, 0.004);
    }
  });
}

for (const seed of [2, 5, 7]) {
  test(`one spin among quenched bonds of seed ${seed}: what its neighbours know of it`, async () => {
    const [temperature, disorder] = [1.8, 0.2];
    const options = { size: [4, 4], block: [1, 1], buffer: 0, boundary: 'periodic', coupling: 1, temperature, shell: 1 } as const;
    const bonds = (of: number) => quenchedBonds({ size: 4, disorder, seed: of });
    const [exact, other] = [await exactIsing({ ...options, bonds: bonds(seed) }), await exactIsing({ ...options, bonds: bonds(seed + 1) })];
    const place = { size: 4, block: 1, buffer: 0, shell: 1, temperature, disorder, seed };
    const { summary } = await train(await theDevice(), { ...common, ...place, steps: 3000 });
    reaches(`bonds of seed ${seed}`, summary.points[0], exact, 0.006);
    // Negative control: those of the next seed.
    const { mean, error } = summary.points[0].information;
    assert.ok(Math.abs(mean - other.information_VE) > LIMIT * error + 0.006, `${mean} ± ${error}, other bonds ${other.information_VE}`);
  });
}

test('a filter of four spins is found among quenched bonds, by heat bath and by Metropolis', async () => {
  const [temperature, disorder, seed] = [2, 0.15, 4];
  const bonds = quenchedBonds({ size: 4, disorder, seed });
  const exact = await exactIsing({ size: [4, 4], block: [2, 2], buffer: 0, boundary: 'periodic', coupling: 1, temperature, bonds });
  for (const algorithm of ['metropolis', 'heatbath'] as const) {
    const place = { size: 4, block: 2, buffer: 0, shell: 1, temperature, disorder, seed, algorithm };
    const { summary } = await train(await theDevice(), { ...common, ...place, steps: 4000, replicas: 3 });
    reaches(algorithm, summary.points[0], exact, 0.02);
  }
});

test('bonds of its own for every chain, half of them negative: nobody knows anything, by the gauge symmetry of their average', async () => {
  const place = { size: 4, block: 2, buffer: 0, shell: 1, temperature: 1, disorder: 0.5, ownDisorder: true, chains: 8192, heldOut: 8192 };
  const { summary } = await train(await theDevice(), { ...common, ...place, steps: 500, refine: 200 });
  const { mean, error } = summary.points[0].information;
  assert.ok(Math.abs(mean) < LIMIT * error + 1e-6, `${mean} ± ${error}`);
  // Negative control: with bonds that all chains share, the same training finds a lot.
  const shared = await train(await theDevice(), { ...common, ...place, ownDisorder: false, steps: 500, refine: 200 });
  assert.ok(shared.summary.points[0].information.mean > 0.1, String(shared.summary.points[0].information.mean));
});

test('tempering and clusters train every temperature as local updates do', async () => {
  const temperature = [1.8, 2.269185, 3];
  const exact = [];
  for (const t of temperature) exact.push(await exactIsing({ size: [8, 8], block: [2, 2], buffer: 1, boundary: 'periodic', coupling: 1, temperature: t }));
  for (const algorithm of ['metropolis', 'swendsen-wang', 'tempering'] as const) {
    const { summary } = await train(await theDevice(), { ...common, size: 8, block: 2, buffer: 1, shell: 1, temperature, algorithm });
    for (const [t, point] of summary.points.entries()) reaches(`${algorithm}, T = ${temperature[t]}`, point, exact[t], 0.004);
  }
});

test('cells of a study that varies disorder and field: each is the exact value of its own bonds', async () => {
  const train_ = { ...common, size: 4, block: 1, shell: 1, steps: 2500 };
  const study = planStudy(studyConfig({ train: train_, grid: { temperature: [2], buffer: [0], disorder: [0, 0.2], field: [0, 0.2] }, runs: 1, seed: 3 }));
  for (const cell of study.cells) {
    const { disorder = 0, field = 0 } = cell.values;
    const bonds = disorder === 0 ? {} : { bonds: quenchedBonds({ size: 4, disorder, seed: cell.seed }), shell: 1 };
    const exact = await exactIsing({ size: [4, 4], block: [1, 1], buffer: 0, boundary: 'periodic', coupling: 1, temperature: 2, field, ...bonds });
    const { summary } = await train(await theDevice(), trainInputOf(study, cell));
    reaches(`disorder ${disorder}, field ${field}`, summary.points[0], exact, 0.006);
  }
});

test.after(closeDevice);
test.run();
