/** What explains rows of docs/published.md: predictions of fields and counted masses, on made-up samples whose answers are known; their tables. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { realInformation, signInformations } from '../../bench/lab/fields/information.ts';
import { type FieldsResult, withFields } from '../../bench/lab/fields/page.ts';
import { type Predicted, predicted } from '../../bench/lab/fields/predicted.ts';
import { counted } from '../../bench/lab/masses/counted.ts';
import { type MassesResult, withMasses } from '../../bench/lab/masses/page.ts';
import { dimerOperators } from '../../src/analysis/filters/patterns.ts';
import { close } from '../support/close.ts';
import { Source } from '../support/ensembles.ts';
import { REPOSITORY, testWith } from '../support/needs.ts';
import { root } from '../support/root.ts';

/** Bonds at random, each repeated every `period` sites along both axes; 64 chains. */
function bonds(period: number, configurations: number) {
  const [size, source] = [8, new Source(31)];
  const data = new Int8Array(2 * size * size * configurations);
  for (let n = 0; n < configurations; n++) {
    const own = Array.from({ length: 2 * period * period }, () => (source.uniform() < 0.5 ? 1 : -1));
    for (let i = 0; i < 2 * size * size; i++) {
      const [y, x] = [Math.floor(i / (2 * size)) % period, Math.floor(i / 2) % period];
      data[2 * n * size * size + i] = own[2 * (period * y + x) + (i % 2)];
    }
  }
  return { data, size, chains: 64 };
}

test('a shell that repeats the block predicts it, one that is independent does not', () => {
  const window = { block: 2, buffer: 1, stride: 4 };
  const { fields } = dimerOperators(2);
  const repeated = realInformation(predicted(bonds(2, 256), window, [fields[0], fields[1]]));
  assert.ok(Math.abs(repeated.explained.mean - 1) < 1e-6, `${repeated.explained.mean}`);
  const { explained } = realInformation(predicted(bonds(8, 1024), window, [fields[0], fields[1]]));
  // What is fitted to noise explains nothing of the other half: a square of the order of 1 / 4096 is left.
  assert.ok(explained.mean < 0.002, `${explained.mean}`);
  assert.throws(() => predicted(bonds(2, 64), { block: 4, buffer: 1, stride: 4 }, [fields[0], fields[1]]), /window of at most 8 sites, got 10/);
});

/** Pairs of Gaussian values of which the part `explained` of the variance is known, in whole multiples of `grain` if it is given. */
function gaussian(explained: number, count: number, grain = 0): Predicted {
  const source = new Source(32);
  const floats = () => new Float32Array(count);
  const made: Predicted = { chain: Uint16Array.from({ length: count }, (_, i) => i % 64), values: [floats(), floats()], predicted: [floats(), floats()] };
  for (let i = 0; i < count; i++) {
    for (const k of [0, 1]) {
      const known = Math.sqrt(explained) * source.normal();
      const value = known + Math.sqrt(1 - explained) * source.normal();
      made.predicted[k][i] = known;
      made.values[k][i] = grain > 0 ? grain * Math.round(value / grain) : value;
    }
  }
  return made;
}

/** Exact information of the sign of a Gaussian value about its known part, by the midpoint rule. */
function exactSign(explained: number): number {
  const [steps, most] = [4000, 8];
  const ratio = Math.sqrt(explained / (1 - explained));
  // Φ by the series of Abramowitz and Stegun, 26.2.10.
  const phi = (x: number) => {
    let [sum, term] = [x, x];
    for (let n = 1; n < 200; n++) {
      term *= (-x * x * (2 * n - 1)) / (2 * n * (2 * n + 1));
      sum += term;
    }
    return 0.5 + sum / Math.sqrt(2 * Math.PI);
  };
  let left = 0;
  for (let i = 0; i < steps; i++) {
    const x = -most + (2 * most * (i + 0.5)) / steps;
    const p = phi(Math.max(-6, Math.min(6, ratio * x)));
    const h = p > 1e-12 && p < 1 - 1e-12 ? -p * Math.log(p) - (1 - p) * Math.log(1 - p) : 0;
    left += (h * Math.exp((-x * x) / 2) * 2 * most) / (steps * Math.sqrt(2 * Math.PI));
  }
  return Math.LN2 - left;
}

test('Gaussian fields: exact informations, alike in all directions', () => {
  const samples = gaussian(0.3, 60_000);
  const { explained, information } = realInformation(samples);
  assert.ok(Math.abs(explained.mean - 0.3) < 4 * explained.error, `${explained.mean} ± ${explained.error}`);
  assert.ok(Math.abs(information.mean + Math.log(0.7)) < 4 * information.error, `${information.mean} ± ${information.error}`);
  const exact = exactSign(0.3);
  for (const sign of signInformations(samples, [0, 22.5, 45])) {
    assert.ok(sign.ties < 0.001, `${sign.ties}`);
    assert.ok(Math.abs(sign.information.mean - exact) < 4 * sign.information.error + 0.0005, `${sign.angle}: ${sign.information.mean}, exact ${exact}`);
    assert.ok(Math.abs(sign.difference.mean) <= 4 * sign.difference.error, `${sign.angle}: ${sign.difference.mean} ± ${sign.difference.error}`);
  }
});

test('whole numbers: a coin decides where the sum is 0, which is most often the case along an axis', () => {
  const [axis, between] = signInformations(gaussian(0.3, 60_000, 1), [0, 22.5]);
  assert.ok(axis.ties > 0.3 && between.ties < axis.ties / 2, `${axis.ties}, ${between.ties}`);
  assert.ok(between.difference.mean > 5 * between.difference.error, `${between.difference.mean} ± ${between.difference.error}`);
});

/** The same information by maps of pairs, each translation on its own. */
function byMaps(configurations: readonly (readonly number[])[], block: number, buffer: number): number {
  const total = configurations[0].reduce((sum, m) => sum + m, 0);
  const size = configurations[0].length;
  const pairs = new Map<string, number>();
  const add = (key: string, weight: number) => pairs.set(key, (pairs.get(key) ?? 0) + weight);
  for (const masses of configurations) {
    for (let at = 0; at < size; at++) {
      const sum = (from: number, to: number) => {
        let all = 0;
        for (let i = from; i < to; i++) all += masses[(at + i + 2 * size) % size];
        return all;
      };
      const visible = sum(0, block);
      const environment = sum(block + buffer, size - buffer);
      const mean = (total * block) / size;
      for (const h of [0, 1]) add(`${h} ${environment}`, visible === mean ? 0.5 : visible > mean === (h === 1) ? 1 : 0);
    }
  }
  const n = configurations.length * size;
  const of = (place: number, value: string) => [...pairs].reduce((sum, [key, weight]) => sum + (key.split(' ')[place] === value ? weight : 0), 0) / n;
  let information = 0;
  for (const [key, weight] of pairs) {
    const [h, e] = key.split(' ');
    if (weight > 0) information += (weight / n) * Math.log(weight / n / of(0, h) / of(1, e));
  }
  return information;
}

test('masses: counts agree with counts by maps; groups that are alike have no error', () => {
  const source = new Source(33);
  const [size, mass] = [12, 24];
  const kinds = Array.from({ length: 5 }, () => {
    const masses = new Array<number>(size).fill(0);
    for (let i = 0; i < mass; i++) masses[source.choice(size)] += 1;
    return masses;
  });
  // Every chain has each of the five once.
  const data = kinds.flatMap((masses) => Array.from({ length: 16 }, () => masses).flat());
  const { all, near, entropy } = counted({ data, size, chains: 16 }, 2, 1);
  close([all.mean], [byMaps(kinds, 2, 1)], { atol: 1e-12, rtol: 0 }, 'information');
  close([all.error, near.error, entropy.error], [0, 0, 0], { atol: 1e-7, rtol: 0 }, 'errors');
  assert.ok(all.mean < entropy.mean && entropy.mean < Math.LN2 + 1e-9, `${all.mean}, ${entropy.mean}`);
});

test('one condensate: it is in the block, in the buffer or beyond, which the mass beyond leaves open between two of them', () => {
  const size = 12;
  const data = Array.from({ length: 32 }, () => [12, ...new Array<number>(size - 1).fill(0)]).flat();
  const { all, entropy } = counted({ data, size, chains: 16 }, 2, 1);
  const h = (p: number) => -p * Math.log(p) - (1 - p) * Math.log(1 - p);
  // Two of twelve places are in the block, two in the buffer.
  close([entropy.mean, all.mean], [h(2 / 12), h(2 / 12) - (4 / 12) * Math.LN2], { atol: 1e-9, rtol: 0 }, 'nats');
});

const stored = <T>(name: string) => JSON.parse(readFileSync(join(root, 'bench/results', name), 'utf8')) as T;

testWith(REPOSITORY, 'the tables of the page are made from the stored results', () => {
  const page = readFileSync(join(root, 'docs/published.md'), 'utf8');
  const fields = stored<FieldsResult>('fields-lavapipe.json');
  const masses = stored<MassesResult>('masses-lavapipe.json');
  assert.is(withFields(page, fields), page, 'npm run bench -- fields makes them anew');
  assert.is(withMasses(page, masses), page, 'npm run bench -- masses makes it anew');
  assert.ok(withMasses(page, { ...masses, rows: masses.rows.slice(1) }) !== page);
  assert.throws(() => withFields('no markers', fields), /expected <!-- fields: decay -->/);
});

test.run();
