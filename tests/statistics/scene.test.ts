/** The engine of the page without a page: frames, readings, pausing, beginning anew, another device. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { openDevice } from '../../native/node/adapters.ts';
import type { Device } from '../../src/gpu/device.ts';
import { type LiveScene, openScene } from '../../src/lab/engine.ts';
import { FramePacer } from '../../src/lab/pacer.ts';
import type { Reading } from '../../src/lab/scene.ts';
import { closeDevice } from '../support/device.ts';

const SETTINGS = { model: 'ising', size: 8, block: 2, buffer: 1, shell: 1, temperature: 1.2, replicas: 2, seed: 3 };
const ISING = { settings: { model: 'ising', hidden: [16], chains: 64, heldOut: 64, refine: 60 }, control: { key: 'temperature' }, view: 'spins' } as const;

const devices: Device[] = [];
const host = {
  open: async () => {
    devices.push(await openDevice());
    return devices[devices.length - 1];
  },
};

/** Submissions of the newest device from now on. */
function submissions(): () => number {
  const { queue } = (devices.at(-1) as Device).gpu;
  let count = 0;
  const submit = queue.submit.bind(queue);
  Object.defineProperty(queue, 'submit', {
    configurable: true,
    value: (buffers: Parameters<typeof submit>[0]) => {
      count += 1;
      return submit(buffers);
    },
  });
  return () => count;
}

const until = (scene: LiveScene, event: string) =>
  new Promise<never>((resolve) => {
    const end = scene.on(event, (value) => {
      end();
      resolve(value);
    });
  });

/** Single frames until so many training steps have been made: warming comes first. */
async function stepTo(scene: LiveScene, steps: number): Promise<void> {
  while (scene.state.steps < steps) await scene.step();
}

test.after(closeDevice);

test('a scene from its opening to another device', async () => {
  const scene = await openScene(host, SETTINGS, ISING);
  assert.equal([scene.state.phase, scene.state.playing, scene.state.steps], ['compiling', false, 0]);
  const ready = until(scene, 'ready');
  await scene.step();
  assert.is(scene.state.steps, 0, 'the lattice moves, nothing learns yet');
  await ready;

  // Single frames, then the same ones again.
  await stepTo(scene, 3);
  const counted = submissions();
  const read = until(scene, 'reading') as Promise<Reading>;
  await scene.step();
  assert.equal([counted(), scene.state.steps, (await read).step], [1, 4, 4]);
  const spins = await scene.spins();
  assert.is(spins.length, 64);
  await scene.reset();
  await stepTo(scene, 4);
  assert.equal(await scene.spins(), spins);
  await scene.reset(4);
  await stepTo(scene, 4);
  assert.not.equal(await scene.spins(), spins);

  // Playing: order below the transition is learned, readings come at most four times a second.
  const readings: Reading[] = [];
  const frames: number[] = [];
  scene.on('reading', (reading: Reading) => readings.push(reading));
  scene.on('frame', ({ steps }: { steps: number }) => frames.push(steps));
  const before = counted();
  const started = performance.now();
  scene.play();
  while (scene.state.steps < 250) await until(scene, 'reading');
  scene.pause();
  await scene.spins();
  const seconds = (performance.now() - started) / 1000;
  assert.ok(readings.length <= 4 * seconds + 1, `${readings.length} readings in ${seconds} s`);
  const others = counted() - before - frames.length;
  assert.ok(others === 0 || others === 1, `one submission a frame, and one for the spins unless they were just read; ${others} others`);
  const last = readings[readings.length - 1];
  assert.ok(last.cosines[last.best] > 0.9, `cosine ${last.cosines[last.best]} with ${last.pattern}`);
  const { mean, error } = (last.validation as { mean: number; error: number }[])[last.best];
  assert.ok(mean > 0.4 && error > 0 && error < 0.1, `validation ${mean} ± ${error}`);
  const { mean: energy } = last.energy as { mean: number };
  assert.ok(Math.abs(energy + 1.997) < 0.02, `energy ${energy}`);

  // Paused: nothing is submitted.
  const paused = counted();
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.is(counted(), paused);

  const steps = scene.state.steps;
  const measured = await scene.measure();
  assert.ok(measured.mean > 0.5 && measured.error > 0, `${measured.mean} ± ${measured.error}`);
  assert.equal(readings.at(-1)?.heldOut, measured);
  assert.is((scene.summary() as { points: unknown[] }).points.length, 1);
  assert.is(scene.state.steps, steps);
  scene.setTemperature(4);
  assert.throws(() => scene.setTemperature(-1), /positive temperature/);
  assert.is(scene.state.temperature, 4);
  await scene.step();
  assert.is(readings.at(-1)?.heldOut, undefined, 'it belonged to the former temperature');

  // A lost device, while nothing plays: the same settings and the same seed on another one.
  const lost = until(scene, 'lost');
  const reopened = until(scene, 'reopened');
  const again = until(scene, 'ready');
  devices[0].gpu.destroy();
  assert.match(((await lost) as Error).message, /device lost/);
  await reopened;
  await again;
  assert.is(devices.length, 2);
  assert.equal([scene.state.temperature, scene.state.seed, scene.state.steps, scene.state.phase], [4, 4, 0, 'running']);
  await stepTo(scene, 1);
  scene.close();
  assert.is(scene.state.phase, 'closed');
});

test('settings that are not allowed are refused, and the device is closed', async () => {
  let message = '';
  await openScene(host, { ...SETTINGS, size: 7 }, ISING).catch((error: Error) => {
    message = error.message;
  });
  assert.match(message, /even lattice side/);
  assert.throws(() => (devices.at(-1) as Device).allocate(16, 'storage', 'after'), /device lost|destroyed|lost/);
});

test('steps of a frame: as many as fit the budget, never many more than before, one at least', () => {
  const pacer = new FramePacer(true, 100);
  assert.is(pacer.steps, 1);
  pacer.took(1, 5000);
  assert.is(pacer.steps, 1, 'drivers compile in the first frame');
  pacer.took(1, 2);
  assert.is(pacer.steps, 2, 'twice as many at most');
  for (let i = 0; i < 40; i++) pacer.took(pacer.steps, 2 * pacer.steps);
  assert.is(pacer.steps, 12, '24 ms');
  pacer.speed = 0.5;
  assert.is(pacer.steps, 6);
  for (let i = 0; i < 60; i++) pacer.took(pacer.steps, 100 * pacer.steps);
  assert.is(pacer.steps, 1);
  assert.is(pacer.pause(100), 100, 'half of the time is left free');
  const gpu = new FramePacer(false, 100);
  for (let i = 0; i < 40; i++) gpu.took(gpu.steps, 0.01 * gpu.steps);
  assert.is(gpu.steps, 100, 'no more than the history has rows');
});

test.run();
