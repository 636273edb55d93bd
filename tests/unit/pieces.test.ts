/** Waiting for a plan asleep: what was once believed to be long is found out to be short. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Waiting } from '../../src/gpu/pieces.ts';
import type { Plan } from '../../src/gpu/plan.ts';

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A plan that takes as long as it is told, on a device that sleeps nine tenths of what is expected, as Device.idle does. */
function planOf(milliseconds: (run: number) => number): Plan {
  let runs = 0;
  const idle = (expected = 0) => pause(Math.max(0.9 * expected, milliseconds(runs++)));
  return { run: () => undefined, device: { idle } } as unknown as Plan;
}

test('one slow run does not make the later ones sleep long', async () => {
  const waiting = new Waiting(planOf((run) => (run < 2 ? 100 : 5)));
  const times: number[] = [];
  for (let i = 0; i < 10; i++) times.push(await waiting.run(1));
  assert.ok(times[2] > 80, `asleep for what the first ones took: ${times}`);
  assert.ok(Math.min(...times.slice(6)) < 15, `found out: ${times}`);
});

test('a process that was stopped for an hour does not sleep for another', async () => {
  const { now } = performance;
  let clock = 0;
  let stopped = 0;
  const naps: number[] = [];
  const idle = async (expected = 0) => {
    naps.push(expected);
    clock += Math.max(0.9 * expected, 5) + (naps.length <= 3 ? 3_600_000 : 0);
    if (naps.length <= 3) stopped += 3_600_000;
  };
  performance.now = () => clock;
  try {
    const waiting = new Waiting({ run: () => undefined, device: { idle } } as unknown as Plan);
    for (let i = 0; i < 24; i++) await waiting.run(8);
  } finally {
    performance.now = now;
  }
  assert.ok(
    naps.some((nap) => nap > 0),
    'some were slept through',
  );
  assert.ok(clock - stopped < 60_000, `${clock - stopped} ms, asleep for ${naps}`);
});

test.run();
