/** Work that stands back: how much of it goes on at once, what overtakes it, and what a stop drops. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Lane } from '../../src/gpu/lane.ts';

/** Pieces of work that end when they are told to. */
function pieces() {
  const begun: string[] = [];
  const ends = new Map<string, { done: () => void; fail: (error: Error) => void }>();
  const piece = (name: string) => () => {
    begun.push(name);
    return new Promise<string>((done, fail) => ends.set(name, { done: () => done(name), fail }));
  };
  return { begun, ends, piece };
}

const turn = () => new Promise((done) => setImmediate(done));

test('two at once, in order; one that is needed now overtakes the others', async () => {
  const lane = new Lane(2);
  const { begun, ends, piece } = pieces();
  const { signal } = new AbortController();
  const all = Promise.allSettled([...'abcde'].map((name) => lane.later(name, signal, piece(name))));
  assert.equal(begun, ['a', 'b']);
  lane.now('d');
  lane.now('d');
  lane.now('nothing');
  assert.equal(begun, ['a', 'b', 'd'], 'once');
  ends.get('a')?.done();
  await turn();
  assert.equal(begun, ['a', 'b', 'd'], 'two go on');
  ends.get('d')?.fail(new Error('d failed'));
  await turn();
  assert.equal(begun, ['a', 'b', 'd', 'c'], 'a failure makes room as well');
  for (const name of 'bc') ends.get(name)?.done();
  await turn();
  ends.get('e')?.done();
  const settled = await all;
  assert.equal(
    settled.map((result) => (result.status === 'fulfilled' ? result.value : (result.reason as Error).message)),
    ['a', 'b', 'c', 'd failed', 'e'],
  );
});

test('a stop drops what has not begun, of its own and no other', async () => {
  const lane = new Lane(1);
  const { begun, ends, piece } = pieces();
  const [stop, other] = [new AbortController(), new AbortController()];
  const going = lane.later('going', stop.signal, piece('going'));
  const dropped = lane.later('dropped', stop.signal, piece('dropped'));
  const kept = lane.later('kept', other.signal, piece('kept'));
  stop.abort();
  ends.get('going')?.done();
  assert.is(await going, 'going', 'what goes on ends');
  const error = await dropped.catch((error) => error);
  assert.is(error.code, 'stopped');
  assert.equal(begun, ['going', 'kept']);
  ends.get('kept')?.done();
  assert.is(await kept, 'kept');
});

test.run();
