/** What the peers in JavaScript share: sizes, data, annealing, and the protocol on standard input. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const words = process.argv.slice(2, 9).map(Number);
/** Arguments after the numbers: the device, and for WebGPU the name of the adapter. */
export const options = process.argv.slice(9);
if (words.length !== 7 || words.some(Number.isNaN)) {
  process.stderr.write('THREADS VISIBLE ENVIRONMENT COMPONENTS BATCH LAYERS REPLICAS [DEVICE [ADAPTER]]\n');
  process.exit(2);
}
const [threads, visible, environment, components, batch, layers, replicas] = words;
export const sizes = { threads, visible, environment, components, batch, layers, replicas, width: 32, embedding: 8, samples: 4000 };

/** Widths of the layers of the towers of H and of E. */
const hidden = new Array(layers).fill(sizes.width);
export const towers = [
  [components, ...hidden, sizes.embedding],
  [environment, ...hidden, sizes.embedding],
];

const spin = () => (Math.random() < 0.5 ? -1 : 1);

/** Random blocks V; a quarter of E has the sign of the sum of V, so that I(H:E) can reach ln 2. */
export function data() {
  const { samples } = sizes;
  const V = new Float32Array(samples * visible).map(spin);
  const E = new Float32Array(samples * environment).map(spin);
  for (let n = 0; n < samples; n++) {
    let sum = 0.5 * V[n * visible];
    for (let i = 0; i < visible; i++) sum += V[n * visible + i];
    E.fill(Math.sign(sum), n * environment, n * environment + environment / 4);
  }
  return { V, E };
}

const order = Int32Array.from({ length: sizes.samples }, (_, i) => i);
let taken = sizes.samples;

/** Indices of the next minibatch: without replacement for one replica, with replacement for several. */
export function minibatch() {
  if (replicas > 1) return new Int32Array(replicas * batch).map(() => Math.floor(Math.random() * sizes.samples));
  if (taken + batch > sizes.samples) {
    for (let i = sizes.samples - 1; i > 0; i--) {
      const j = Math.floor(Math.random() * (i + 1));
      [order[i], order[j]] = [order[j], order[i]];
    }
    taken = 0;
  }
  taken += batch;
  return order.slice(taken - batch, taken);
}

export const logistic = () =>
  new Float32Array(replicas * batch * components).map(() => {
    const u = Math.min(Math.max(Math.random(), 1e-7), 1 - 1e-7);
    return Math.log(u / (1 - u));
  });

/** The temperature of the relaxed variable, and Adam's rate with its corrections, at step t = 1, 2, ... */
export const annealed = (t) => Math.max(0.1, 0.5 * Math.exp(-5e-3 * t));
export const adamRate = (t) => (5e-3 * Math.sqrt(1 - 0.999 ** t)) / (1 - 0.9 ** t);

/** The version of a package that is installed beside the peers or with blockspin. */
export function versionOf(name) {
  for (const folder of [import.meta.dirname, join(import.meta.dirname, '../../../..')]) {
    const file = join(folder, 'node_modules', name, 'package.json');
    if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')).version;
  }
  return 'unknown';
}

/**
 * Answers 'about', 'train STEPS' with the mean objective in nats, and 'time SECONDS' with the steps done, one line each.
 * @param about version, device and variant of the program
 * @param step one step; with `true` it resolves to the loss, else to nothing
 * @param settled resolves when all steps are done
 */
export async function serve(about, step, settled) {
  for await (const line of createInterface({ input: process.stdin })) {
    const [verb, amount] = line.split(' ');
    if (verb === 'about') {
      process.stdout.write(`${JSON.stringify(about)}\n`);
      continue;
    }
    const start = performance.now();
    const elapsed = () => (performance.now() - start) / 1000;
    let steps = 0;
    let objective = 0;
    while (verb === 'train' ? steps < Number(amount) : elapsed() < Number(amount)) {
      if (verb === 'train') objective += Math.log(batch) - (await step(true));
      else await step(false);
      steps += 1;
      if (steps % 16 === 0) await settled();
    }
    await settled();
    process.stdout.write(`${JSON.stringify({ steps, seconds: elapsed(), objective: steps > 0 ? objective / steps : 0 })}\n`);
  }
  process.exit(0);
}
