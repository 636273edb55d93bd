/**
 * Speed of one training step in the Ising configuration of the published work (shell 10, |E| = 880, K = 100), of the
 * sampler beside it, and the plan with GPU times per dispatch. The figure is validated before it is taken: the
 * trained objective must lie in the known range. Prints one JSON object; `--out FILE` keeps it.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openDevice } from '../native/node/adapters.ts';
import { Plan } from '../src/gpu/plan.ts';
import { trainConfig } from '../src/train/config.ts';
import { Ensemble } from '../src/train/ensemble.ts';

const WINDOWS = 9;
const TC = 2.269185;

interface Rate {
  /** Steps per second: median, and the extremes of the windows. */
  median: number;
  least: number;
  most: number;
}

/** Multiply and add count as two: layers forward and backward (no gradient for spins), scores three times. */
function stepFlops(visible: number, environment: number, batch: number): number {
  const layers = (inputs: number, first: number) => 2 * batch * (first * inputs * 32 + 3 * (32 * 32 + 32 * 8));
  return layers(1, 3) + layers(environment, 2) + 3 * 2 * batch * batch * 8 + 2 * batch * batch * 8 * 2 + 2 * 2 * batch * visible;
}

async function rateOf(plan: Plan, seconds: number): Promise<Rate> {
  let count = 1;
  const window = async () => {
    const start = performance.now();
    plan.run(count);
    await plan.device.idle();
    return (performance.now() - start) / 1000;
  };
  // The first run compiles on some drivers; then the count is grown until a window is long enough to be timed.
  await window();
  for (let time = await window(); time < seconds && count < 4096; time = await window()) count *= 2;
  const rates: number[] = [];
  for (let i = 0; i < WINDOWS; i++) rates.push(count / (await window()));
  rates.sort((a, b) => a - b);
  return { median: rates[(WINDOWS - 1) / 2], least: rates[0], most: rates[WINDOWS - 1] };
}

/** The steps of a plan without those of the sampler. */
function withoutSampling(plan: Plan): Plan {
  const rest = new Plan(plan.device, `${plan.label} without sampling`);
  rest.dispatches.push(...plan.dispatches.filter((d) => !d.declaration.path.startsWith('sample/')));
  return rest;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { out: { type: 'string' }, adapter: { type: 'string' }, replicas: { type: 'string', default: '1,16' } } });
  const device = await openDevice({ adapter: values.adapter });
  const rows = [];
  let listing: string[] = [];
  for (const replicas of values.replicas.split(',').map(Number)) {
    const config = trainConfig({ temperature: TC, buffer: 4, shell: 10, replicas, steps: 40_000, refine: 0, evaluations: 1, batch: 100, sweeps: 1 });
    const ensemble = new Ensemble(device, config);
    await ensemble.prepare();
    const { training } = ensemble.plans;
    const group = ensemble.layout.groups('training', 0);
    await ensemble.chains.measure(group, 1, ensemble.chains.relaxation(TC), async () => {});
    await validate(ensemble);
    const alone = await withoutSampling(training).compile();
    const sweep = new Plan(device, 'sweep');
    ensemble.chains.recordSweep(sweep, [group]);
    await sweep.compile();
    const window = 0.4;
    const [withSampling, without, sweeps] = [await rateOf(training, window), await rateOf(alone, window), await rateOf(sweep, window)];
    const flops = stepFlops(16, 880, 100);
    rows.push({
      replicas,
      steps_per_second: without,
      steps_per_second_with_one_sweep_of_128_chains: withSampling,
      replica_steps_per_second: without.median * replicas,
      gflops: (without.median * replicas * flops) / 1e9,
      mflop_per_step: flops / 1e6,
      parameter_bytes: 7 * 4 * ensemble.groups[0].arena.stride,
      flips_per_nanosecond: (sweeps.median * group.groups * 32 * ensemble.chains.sites) / 1e9,
    });
    if (replicas === 1 && device.timestamps) {
      await training.profile(50);
      listing = String(training).split('\n');
    }
    ensemble.dispose();
  }
  const result = {
    adapter: device.adapter,
    configuration: { size: 64, block: 4, buffer: 4, shell: 10, environment: 880, batch: 100, critic: '2 x 32 -> 8' },
    rows,
    plan: listing,
  };
  const text = `${JSON.stringify(result, null, 2)}\n`;
  process.stdout.write(text);
  if (values.out) writeFileSync(values.out, text);
  device.close();
}

/** Trains for a while and holds the objective against what is known: 0.399 for the uniform filter, ln 2 at the most. */
async function validate(ensemble: Ensemble): Promise<void> {
  const { training } = ensemble.plans;
  const steps = 600;
  for (let i = 0; i < steps; i += 50) {
    training.run(50);
    await ensemble.device.idle();
  }
  const history = await ensemble.history(0, steps);
  const last = 100;
  let sum = 0;
  for (let t = steps - last; t < steps; t++) sum += history[2 * t * ensemble.replicas] / last;
  if (!(sum > 0.3 && sum < 0.5))
    throw new Error(`training bench: expected an objective between 0.3 and 0.5 nats after ${steps} steps, got ${sum}; the figures would mean nothing`);
}

await main();
