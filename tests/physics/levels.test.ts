/**
 * Levels of the Ising model on 64 x 64 sites with blocks of 2 x 2: a fixed point at T_c and the flow away from it, against Kaufman's exact
 * energy and against the model itself on the lattice that the last level has. Seeds are pinned.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Estimate } from '../../src/core/statistics.ts';
import type { LevelFlow, LevelFlows } from '../../src/study/analyse/levels.ts';
import { kaufman } from '../reference/kaufman.ts';
import { closeDevice } from '../support/device.ts';
import { inside } from '../support/inside.ts';
import { inFolder } from '../support/program.ts';

test.after(closeDevice);

const T_C = 2.269185;
const TRAIN = { block: 2, shell: 1, steps: 400, refine: 300, hidden: [64], evaluations: 200 };
const FLOW = {
  train: { ...TRAIN, size: 64 },
  grid: { level: 3, temperature: [2.15, T_C, 2.4], buffer: 1 },
  runs: 2,
  coarsening: { samples: 8192 },
};
const ALONE = { train: { ...TRAIN, size: 16, heldOut: 256 }, grid: { temperature: T_C, buffer: 1 }, runs: 2 };

/** Runs a study in a folder; a file of its report. */
async function reported(cwd: string, config: object, name: string): Promise<unknown> {
  writeFileSync(join(cwd, 'study.json'), JSON.stringify(config));
  const out = name.split('.')[0];
  const { code, err } = await inside(['study', 'study.json', '--out', out], { cwd });
  assert.is(code, 0, err);
  return JSON.parse(readFileSync(join(cwd, out, name), 'utf8'));
}

const z = (a: Estimate, b: Estimate) => (a.mean - b.mean) / Math.hypot(a.error, b.error);

test('Ising spins: the information stays at T_c, rises below it and falls above it, level by level', async () => {
  await inFolder(async (cwd) => {
    const [{ flows }] = (await reported(cwd, FLOW, 'levels.json')) as LevelFlows[];
    const { points } = (await reported(cwd, ALONE, 'analysis.json')) as { points: { information: Estimate }[] };
    const [cold, critical, hot] = flows;
    const message = JSON.stringify(flows.map(({ rows }) => rows.map(({ information, energy }) => [information, energy])));
    const informations = ({ rows }: LevelFlow) => rows.map(({ information }) => information);
    for (const { temperature, rows } of flows) {
      const { mean, error } = rows[0].energy as Estimate;
      // The first level is the model: within 4 errors, odds of 6e-5 each.
      assert.ok(Math.abs(mean - kaufman(64, temperature).energy) < 4 * error, `${temperature}: ${message}`);
      assert.ok(
        rows.every(({ kind, thermal }) => kind === 'uniform' && thermal),
        message,
      );
    }
    // A fixed point: blocks of blocks of 64 x 64 sites are to their windows what 16 x 16 spins are. Values are lower bounds of trained critics, which
    // differ by 0.01 at most; within 3 errors beyond that, odds of 3e-3.
    const alone = points[0].information;
    const last = informations(critical)[2];
    assert.ok(Math.abs(last.mean - alone.mean) < 0.01 + 3 * Math.hypot(last.error, alone.error), `${message}, ${JSON.stringify(alone)}`);
    assert.ok(
      informations(critical).every(({ mean }) => Math.abs(mean - alone.mean) < 0.04),
      message,
    );
    assert.ok(
      critical.rows.every(({ energy }) => Math.abs((energy?.mean ?? Number.NaN) + Math.SQRT2) < 0.03),
      `energies near -√2 on all levels: ${message}`,
    );
    // Negative control: away from it every level differs from the one below by far more.
    for (const i of [0, 1]) {
      assert.ok(z(informations(cold)[i + 1], informations(cold)[i]) > 8, message);
      assert.ok(z(informations(hot)[i + 1], informations(hot)[i]) < -8, message);
    }
    assert.equal([cold.change?.outcome, hot.change?.outcome], ['rises', 'falls']);
  });
});

test.run();
