/** Waiting for the GPU, on a clock that is moved by hand: naps, sleeps that learn from what runs cost, pieces of long runs. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nodeClock } from '../../native/node/clock.ts';
import { Napping, Pacer, runInPieces, runUntil, Waiting } from '../../src/gpu/waiting.ts';
import { HandClock } from '../support/clock.ts';

/** A promise that is settled by hand. */
function pending(): { promise: Promise<string>; resolve: (value: string) => void; reject: (error: Error) => void } {
  let [resolve, reject]: [(value: string) => void, (error: Error) => void] = [() => undefined, () => undefined];
  const promise = new Promise<string>((yes, no) => {
    [resolve, reject] = [yes, no];
  });
  return { promise, resolve, reject };
}

test('a long wait takes few turns of the event loop; control: without naps it takes many times as many', async () => {
  const clock = new HandClock();
  const { promise, resolve } = pending();
  const waited = new Napping(clock).wait(promise);
  const asleep = await clock.turnUntil(200);
  resolve('done');
  assert.is(await waited, 'done');
  const awake = await new HandClock().turnUntil(200);
  assert.ok(awake > 50 * asleep, `${asleep} turns asleep, ${awake} awake`);
});

test('a nap is a sixteenth of the time since anything happened, and 2 ms at most; too short ones are left out', async () => {
  const clock = new HandClock();
  const napping = new Napping(clock);
  void napping.wait(pending().promise);
  await clock.turnUntil(60);
  assert.ok(clock.rested[0] >= 0.06 && clock.rested[0] < 0.062, `the first nap is ${clock.rested[0]} ms`);
  assert.is(Math.max(...clock.rested), 2);
  // Something new is waited for: it may be short.
  const before = clock.rested.length;
  void napping.wait(pending().promise);
  await clock.turnUntil(clock.time + 2);
  assert.ok(clock.rested[before] < 0.062, `${clock.rested[before]} ms`);
});

test('once nothing is waited for, nothing is left behind; and the next wait naps again', async () => {
  const clock = new HandClock();
  const napping = new Napping(clock);
  for (let i = 0; i < 2; i++) {
    const { promise, resolve } = pending();
    const waited = napping.wait(promise);
    await clock.turnUntil(clock.time + 50);
    const naps = clock.rested.length;
    assert.ok(naps > 10 && clock.turns.length === 1, `${naps} naps, ${clock.turns.length} turns`);
    resolve('done');
    await waited;
    await clock.turnUntil(clock.time + 1);
    assert.equal([clock.rested.length, clock.turns.length], [naps, 0]);
    clock.rested.length = 0;
  }
});

test('what is resolved and what is rejected come through, also side by side and where a host has no naps', async () => {
  const clock = new HandClock();
  for (const napping of [new Napping(clock), new Napping({ now: clock.now, sleep: clock.sleep }), new Napping(nodeClock)]) {
    const [one, other] = [pending(), pending()];
    const both = Promise.allSettled([napping.wait(one.promise), napping.wait(other.promise)]);
    one.resolve('done');
    other.reject(new Error('lost'));
    assert.equal(
      (await both).map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : (outcome.reason as Error).message)),
      ['done', 'lost'],
    );
  }
});

test('the clock of Node: time passes in a nap and in a sleep, and a turn comes', async () => {
  const start = nodeClock.now();
  nodeClock.naps?.rest(3);
  const rested = nodeClock.now();
  await nodeClock.sleep(3);
  const slept = nodeClock.now();
  assert.ok(rested - start > 1.5 && slept - rested > 1.5, `${start} ${rested} ${slept}`);
  await new Promise<void>((resolve) => nodeClock.naps?.turn(resolve));
});

/** One run of some work. */
interface Run {
  /** Counted from 0. */
  number: number;
  repeats: number;
  asleep: boolean;
}

/** Work that takes as long as it is told, on a device that has it done by then, however much of that was slept through. */
function workOf(clock: HandClock, milliseconds: (run: Run) => number) {
  const begun = { at: 0, sleeps: 0, number: -1, repeats: 0 };
  const patient: boolean[] = [];
  const run = (repeats: number) => {
    Object.assign(begun, { at: clock.time, sleeps: clock.slept.length, number: begun.number + 1, repeats });
  };
  const idle = async (rest = false) => {
    patient.push(rest);
    const asleep = clock.slept.length > begun.sleeps;
    clock.time = Math.max(clock.time, begun.at + milliseconds({ number: begun.number, repeats: begun.repeats, asleep }));
  };
  return { run, device: { clock, idle }, patient };
}

test('the first run is waited for in naps, the second awake, the third asleep for nine tenths of what is expected', async () => {
  const clock = new HandClock();
  const work = workOf(clock, () => 100);
  const waiting = new Waiting(work);
  for (let i = 0; i < 3; i++) assert.is(await waiting.run(1), 100);
  assert.equal(work.patient, [true, false, true]);
  assert.equal(clock.slept, [90]);
});

test('the way that has been faster is taken, and the slower one tried again every sixteenth run', async () => {
  for (const [asleep, awake, most, least] of [
    [150, 100, 5, 4],
    [100, 150, 60, 55],
  ]) {
    const clock = new HandClock();
    const waiting = new Waiting(workOf(clock, (run) => (run.asleep ? asleep : awake)));
    for (let i = 0; i < 64; i++) await waiting.run(1);
    const slept = clock.slept.length;
    assert.ok(slept <= most && slept >= least, `${slept} of 64 runs were slept through where that takes ${asleep} ms and waiting awake ${awake}`);
  }
});

test('one slow run does not make the later ones sleep long', async () => {
  const clock = new HandClock();
  const waiting = new Waiting(workOf(clock, ({ number }) => (number < 2 ? 100 : 5)));
  const times: number[] = [];
  for (let i = 0; i < 10; i++) times.push(await waiting.run(1));
  assert.is(times[2], 90, `asleep for what the first ones took: ${times}`);
  assert.is(Math.min(...times.slice(6)), 5, `found out: ${times}`);
});

test('a process that was stopped for an hour does not sleep for another', async () => {
  const clock = new HandClock();
  const waiting = new Waiting(workOf(clock, ({ number }) => (number < 3 ? 3_600_000 : 5)));
  for (let i = 0; i < 24; i++) await waiting.run(8);
  assert.ok(clock.slept.length > 0, 'some were slept through');
  const total = clock.slept.reduce((sum, sleep) => sum + sleep, 0);
  assert.ok(Math.max(...clock.slept) <= 4500 && total < 60_000, `asleep for ${clock.slept}`);
});

test('pieces grow to about a quarter of a second, and shrink where work gets slower', async () => {
  const clock = new HandClock();
  let cost = 10;
  const sizes: number[] = [];
  const work = workOf(clock, ({ repeats }) => {
    sizes.push(repeats);
    return cost * repeats;
  });
  const pacer = new Pacer();
  const done: number[] = [];
  await pacer.run(work, 100, async (count) => {
    done.push(count);
  });
  assert.equal(sizes, [1, 2, 4, 8, 16, 16, 16, 16, 16, 5]);
  assert.is(done.at(-1), 100);
  // Sixteen at once take 1.6 s now, eight 0.8 s; what fits is remembered from call to call.
  cost = 100;
  sizes.length = 0;
  await pacer.run(work, 40, async () => {});
  assert.equal(sizes, [16, 8, 4, 4, 4, 4]);
});

test('pieces are as short as a host says whose page is drawn by the same GPU', async () => {
  const clock = Object.assign(new HandClock(), { pieces: { shortest: 12, longest: 40 } });
  const sizes: number[] = [];
  const work = workOf(clock, ({ repeats }) => {
    sizes.push(repeats);
    return 10 * repeats;
  });
  await new Pacer().run(work, 12, async () => {});
  assert.equal(sizes, [1, 2, 2, 2, 2, 2, 1]);
});

test('a plan is replayed so often, or until what it works on is done', async () => {
  const clock = new HandClock();
  let repeats = 0;
  const work = workOf(clock, (run) => {
    repeats += run.repeats;
    return 200 * run.repeats;
  });
  const fractions: number[] = [];
  await runInPieces(work, 4, async (fraction) => {
    fractions.push(fraction);
  });
  assert.equal([repeats, fractions], [4, [0.25, 0.5, 0.75, 1]]);
  repeats = 0;
  await runUntil(
    work,
    async () => repeats / 10,
    async () => {},
  );
  assert.is(repeats, 10);
});

test.run();
