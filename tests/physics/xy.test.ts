/** The XY model at its transition, and the information that a filter keeps of one rotor. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Estimate, meanError } from '../../src/core/statistics.ts';
import type { RotorMove } from '../../src/model/xy/chains.ts';
import { T_BKT } from '../../src/model/xy/options.ts';
import { train } from '../../src/train/train.ts';
import { closeDevice, theDevice } from '../support/device.ts';
import { LIMIT } from '../support/odds.ts';
import { rotorsOf } from '../support/rotors.ts';

/** How far below the truth a critic of finite training may stay, nats. */
const TIGHTNESS = 0.008;
const none = async () => {};

test.after(closeDevice);

async function observed(size: number, temperature: number, algorithm: RotorMove): Promise<Record<string, Estimate>> {
  const scope = (await theDevice()).scope('rotors');
  try {
    const chains = rotorsOf(scope, { size, points: new Array<number>(4).fill(temperature), algorithm, seed: 71 });
    const all = { first: 0, groups: 4 };
    await chains.advance(all, 200, none);
    return chains.observables(await chains.measure(all, 60, 10, none), temperature);
  } finally {
    scope.dispose();
  }
}

test('32 x 32 at T_BKT and below it: over-relaxation and clusters agree', async () => {
  for (const temperature of [0.3, T_BKT]) {
    const [local, clusters] = [await observed(32, temperature, 'over-relaxation'), await observed(32, temperature, 'swendsen-wang')];
    for (const name of ['energy', 'magnetisation_abs', 'helicity_modulus', 'vortices']) {
      const [a, b] = [local[name], clusters[name]];
      assert.ok(Math.abs(a.mean - b.mean) < LIMIT * Math.hypot(a.error, b.error) + 1e-12, `${name}: ${a.mean} ± ${a.error}, ${b.mean} ± ${b.error}`);
    }
    assert.ok(local.energy.error < 5e-4, `precise enough to tell: ${local.energy.error}`);
  }
});

test('the helicity modulus falls towards 2 T / π at T_BKT, and to zero above', async () => {
  const jump = (2 * T_BKT) / Math.PI;
  const [small, large] = [(await observed(8, T_BKT, 'swendsen-wang')).helicity_modulus, (await observed(32, T_BKT, 'swendsen-wang')).helicity_modulus];
  assert.ok(small.mean - large.mean > LIMIT * Math.hypot(small.error, large.error), `${small.mean}, ${large.mean}`);
  assert.ok(large.mean - jump > LIMIT * large.error && large.mean < 1.2 * jump, `${large.mean} ± ${large.error}, ${jump}`);
  const above = (await observed(32, 1.4, 'swendsen-wang')).helicity_modulus;
  assert.ok(Math.abs(above.mean) < 0.02 + LIMIT * above.error, `${above.mean} ± ${above.error}`);
});

/**
 * I(H:E) of the sign of one component of a rotor, with all its neighbours in E: ln 2 less the mean entropy of the sign in the von Mises
 * density around the local field, by quadrature, over fields of sampled chains. By symmetry the component may be any.
 */
async function ofOneRotor(size: number, temperature: number): Promise<Estimate> {
  const scope = (await theDevice()).scope('fields');
  const angles = Array.from({ length: 256 }, (_, i) => ((i + 0.5) * 2 * Math.PI) / 256);
  try {
    const chains = rotorsOf(scope, { size, points: new Array<number>(8).fill(temperature), algorithm: 'swendsen-wang', seed: 72 });
    const all = { first: 0, groups: 8 };
    await chains.advance(all, 100, none);
    const { shape, data } = await chains.configurations(all);
    const values = Array.from({ length: shape[0] }, (_, n) => {
      const at = (x: number, y: number) => data[n * size * size + ((y + size) % size) * size + ((x + size) % size)];
      const entropies = Array.from({ length: size * size }, (_, site) => {
        const [x, y] = [site % size, Math.floor(site / size)];
        const near = [at(x + 1, y), at(x - 1, y), at(x, y + 1), at(x, y - 1)];
        const field = [Math.cos, Math.sin].map((of) => near.reduce((sum, angle) => sum + of(angle), 0) / temperature);
        // The direction of the configuration is random: averaging over lines would change no mean.
        const weights = angles.map((angle) => Math.exp(field[0] * Math.cos(angle) + field[1] * Math.sin(angle)));
        const sum = (w: readonly number[]) => w.reduce((total, one) => total + one, 0);
        const p = sum(weights.filter((_, i) => Math.cos(angles[i]) > 0)) / sum(weights);
        return [p, 1 - p].reduce((entropy, one) => entropy - (one > 0 ? one * Math.log(one) : 0), 0);
      });
      return Math.LN2 - meanError(entropies).mean;
    });
    return meanError(values);
  } finally {
    scope.dispose();
  }
}

test('one rotor at T = 1: the information of the sign of a component', async () => {
  const exact = await ofOneRotor(8, 1);
  assert.ok(exact.error < 0.01, `${exact.mean} ± ${exact.error}`);
  const common = { block: 1, buffer: 0, shell: 1, components: 1, replicas: 2, steps: 600, refine: 1200, evaluations: 200, seed: 73 };
  const { summary } = await train(await theDevice(), { model: 'xy', size: 8, temperature: 1, ...common });
  const [{ information }] = summary.points;
  const error = Math.hypot(information.error, exact.error);
  const message = `${information.mean} ± ${information.error}, exact ${exact.mean} ± ${exact.error}`;
  assert.ok(information.error < 0.01 && Math.abs(information.mean - exact.mean) < LIMIT * error + TIGHTNESS, message);
  assert.ok(information.mean < exact.mean + 3 * error, message);
});

test.run();
