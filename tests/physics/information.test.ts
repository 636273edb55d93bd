/**
 * The estimate of a given filter against exactly known information, on small tori and on 64 x 64. Nothing may lie
 * above the truth by more than three standard errors; how far below it may stay is said in each test.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { TrainInput } from '../../src/train/config.ts';
import { train } from '../../src/train/train.ts';
import { INFORMATION, INFORMATION_64, TC } from '../golden/ising.ts';
import { closeDevice, theDevice } from '../support/device.ts';

const frozen = { freeze: true, steps: 10, refine: 1500, replicas: 1, batch: 128, evaluations: 200, seed: 41 } satisfies TrainInput;

for (const [size, buffer] of [
  [4, 0],
  [6, 1],
  [8, 0],
  [8, 1],
]) {
  test(`uniform filter, ${size} x ${size}, 2 x 2 block, buffer ${buffer}`, async () => {
    const exact = INFORMATION.filter((row) => row.size === size && row.buffer === buffer);
    const { summary } = await train(await theDevice(), {
      ...frozen,
      size,
      buffer,
      block: 2,
      shell: 1,
      temperature: exact.map((row) => row.temperature),
      filter: [1, 1, 1, 1],
      heldOut: 512,
    });
    for (const [i, { information }] of summary.points.entries()) within(information, exact[i].uniform, 0, `T = ${exact[i].temperature}`);
  });
}

test('uniform filter, 64 x 64, 4 x 4 block, three temperatures, buffers 0, 2 and 4', async () => {
  const { summary } = await train(await theDevice(), {
    ...frozen,
    temperature: [2.0, TC, 2.6],
    buffer: [0, 2, 4],
    shell: 1,
    filter: new Array<number>(16).fill(1),
    heldOut: 256,
    burn: 2,
  });
  for (const { temperature, buffer, information } of summary.points) {
    const exact = INFORMATION_64.find((row) => row.temperature === temperature && row.buffer === buffer);
    assert.ok(exact);
    if (exact) within(information, exact.uniform, exact.error, `T = ${temperature}, buffer ${buffer}`);
  }
});

test('shells of width 1 and 3 carry the same information: the nearest sites shield the others', async () => {
  const device = await theDevice();
  const run = (shell: number) =>
    train(device, { ...frozen, size: 16, block: 2, buffer: 1, shell, temperature: TC, filter: [1, 1, 1, 1], heldOut: 512, refine: 2500 });
  const [thin, thick] = [(await run(1)).summary.points[0].information, (await run(3)).summary.points[0].information];
  const difference = Math.abs(thin.mean - thick.mean);
  assert.ok(difference < 4 * Math.hypot(thin.error, thick.error) + 0.01, `${thin.mean} ± ${thin.error}, ${thick.mean} ± ${thick.error}`);
});

/** At most three errors above, at most four errors and 0.01 nats (a critic of finite training) below. */
function within({ mean, error }: { mean: number; error: number }, exact: number, exactError: number, label: string): void {
  const both = Math.hypot(error, exactError);
  const message = `${label}: ${mean.toFixed(5)} ± ${error.toFixed(5)}, exact ${exact}, z = ${((mean - exact) / both).toFixed(2)}`;
  console.log(message);
  assert.ok(mean < exact + 3 * both, `above the truth, ${message}`);
  assert.ok(mean > exact - 4 * both - 0.01, `not tight, ${message}`);
}

test.after(closeDevice);
test.run();
