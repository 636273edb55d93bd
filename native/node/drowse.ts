/** Dawn asks the driver again and again while a promise of its own is open, on a core that a software adapter could compute on. */

/** Longest nap, milliseconds: signals and timers wait for its end. */
const LONGEST = 2;
/** A nap is this part of the time since anything happened, and what is awaited is noticed that much later at most. */
const PART = 1 / 16;
/** No timer is finer than this, milliseconds. */
const SHORTEST = 0.06;

const never = new Int32Array(new SharedArrayBuffer(4));
let waits = 0;
let quietSince = 0;
let drowsing = false;

/** One nap for each time Dawn asks: both take their turns in the event loop. */
function drowse(): void {
  if (waits === 0) {
    drowsing = false;
    return;
  }
  const nap = Math.min(LONGEST, PART * (performance.now() - quietSince));
  if (nap >= SHORTEST) Atomics.wait(never, 0, 0, nap);
  setImmediate(drowse);
}

/**
 * Waits for a promise of Dawn with naps in which the whole process rests.
 * @returns what the promise resolves to, noticed later by 2 ms at most
 */
export function drowsily<T>(promise: Promise<T>): Promise<T> {
  waits += 1;
  quietSince = performance.now();
  if (!drowsing) {
    drowsing = true;
    setImmediate(drowse);
  }
  return promise.finally(() => {
    waits -= 1;
    quietSince = performance.now();
  });
}
