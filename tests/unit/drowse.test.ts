/** Naps while Dawn is waited for: fewer turns of the event loop, the same outcome, and nothing left behind. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { drowsily } from '../../native/node/drowse.ts';

const pause = (milliseconds: number) => new Promise<string>((resolve) => setTimeout(() => resolve('done'), milliseconds));

/** How often the event loop turns, as Dawn has it turn, until the promise is settled. */
async function turnsDuring(promise: Promise<unknown>): Promise<number> {
  let turns = 0;
  let waiting = true;
  const ask = () => {
    turns += 1;
    if (waiting) setImmediate(ask);
  };
  setImmediate(ask);
  await promise;
  waiting = false;
  return turns;
}

test('a long wait takes few turns; control: awake, and once it is over, it takes many times as many', async () => {
  const asleep = await turnsDuring(drowsily(pause(200)));
  const awake = await turnsDuring(pause(200));
  assert.ok(awake > 5 * asleep, `${asleep} turns asleep, ${awake} awake`);
});

test('what is resolved and what is rejected come through, also side by side', async () => {
  const failing = drowsily(pause(5).then(() => Promise.reject(new Error('lost'))));
  const both = await Promise.allSettled([drowsily(pause(20)), failing]);
  assert.equal(
    both.map((one) => (one.status === 'fulfilled' ? one.value : (one.reason as Error).message)),
    ['done', 'lost'],
  );
});

test.run();
