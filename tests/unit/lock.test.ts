/** Locks: one holder, takeover from the dead and the silent, and what a process finds that was silent too long. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Lock, STALE_MS } from '../../src/store/lock.ts';
import { MemoryFiles, someOwner } from '../support/study.ts';

const PATH = 'study/cells/0.lock';
const [living, dead] = [[1, 2], []];

test('the second process is told who is the first', async () => {
  const files = new MemoryFiles();
  const first = (await Lock.take(files, PATH, someOwner(1, living))) as Lock;
  assert.instance(first, Lock);
  const second = await Lock.take(files, PATH, someOwner(2, living));
  assert.not.instance(second, Lock);
  assert.equal([(second as { pid: number }).pid, (second as { host: string }).host], [1, 'here']);
  await first.release();
  const third = (await Lock.take(files, PATH, someOwner(2, living))) as Lock;
  assert.instance(third, Lock);
  await third.release();
  assert.is(files.content.size, 0);
});

test('the lock of a process that is gone from this machine is taken over at once', async () => {
  const files = new MemoryFiles();
  await Lock.take(files, PATH, someOwner(1, dead));
  const lock = (await Lock.take(files, PATH, someOwner(2, dead))) as Lock;
  assert.instance(lock, Lock);
  await lock.release();
});

test('that of another machine only when it was silent, whatever number its process has', async () => {
  const files = new MemoryFiles();
  const first = (await Lock.take(files, PATH, someOwner(1, dead, 'there'))) as Lock;
  files.now += STALE_MS;
  assert.not.instance(await Lock.take(files, PATH, someOwner(2, dead)), Lock);
  files.now += 1;
  const lock = (await Lock.take(files, PATH, someOwner(2, dead))) as Lock;
  assert.instance(lock, Lock);
  // The first wakes up: it must neither go on nor remove the lock of the second.
  await first.release();
  assert.throws(() => first.check(), /expected to hold this lock, got another process that has taken it over/);
  assert.ok(files.content.has(PATH));
  lock.check();
  await lock.release();
});

test('of many that take over at once, one succeeds', async () => {
  for (let round = 0; round < 20; round++) {
    const files = new MemoryFiles();
    await Lock.take(files, PATH, someOwner(1, dead));
    const pids = Array.from({ length: 8 }, (_, i) => i + 2);
    const taken = (await Promise.all(pids.map((pid) => Lock.take(files, PATH, someOwner(pid, pids))))).filter((lock) => lock instanceof Lock);
    assert.is(taken.length, 1);
    await (taken[0] as Lock).release();
    assert.is(files.content.size, 0);
  }
});

test('a lock and a takeover whose process died while they were made are in nobody’s way for long', async () => {
  const files = new MemoryFiles();
  await files.write(PATH, '');
  await files.write(`${PATH}.takeover`, '{"host": "here", "machine"');
  assert.not.instance(await Lock.take(files, PATH, someOwner(2, living)), Lock);
  files.now += STALE_MS + 1;
  const lock = (await Lock.take(files, PATH, someOwner(2, living))) as Lock;
  assert.instance(lock, Lock);
  await lock.release();
});

test('a lock whose time lies in the future is nobody’s heartbeat', async () => {
  const files = new MemoryFiles();
  files.now = 10 * STALE_MS;
  await Lock.take(files, PATH, someOwner(1, dead, 'there'));
  files.now -= STALE_MS;
  assert.not.instance(await Lock.take(files, PATH, someOwner(2, dead)), Lock);
  files.now -= 1;
  const lock = (await Lock.take(files, PATH, someOwner(2, dead))) as Lock;
  assert.instance(lock, Lock);
  await lock.release();
});

test('a holder that was paused finds out when it reads its lock again, not at its next heartbeat', async () => {
  const files = new MemoryFiles();
  const first = (await Lock.take(files, PATH, someOwner(1, dead, 'there'))) as Lock;
  files.now += STALE_MS + 1;
  const second = (await Lock.take(files, PATH, someOwner(2, dead))) as Lock;
  first.check();
  await first.confirm().then(
    () => assert.unreachable('the lock is another’s'),
    (error: Error) => assert.match(error.message, /expected to hold this lock/),
  );
  await second.confirm();
  await second.release();
  await first.release();
});

test.run();
