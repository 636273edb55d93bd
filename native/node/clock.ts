/** The clock of Node, with naps for the process, whose event loop polls for Dawn. */
import { type Clock, hostClock } from '../../src/gpu/waiting.ts';

const never = new Int32Array(new SharedArrayBuffer(4));

export const nodeClock: Clock = {
  ...hostClock,
  naps: {
    rest: (milliseconds) => {
      Atomics.wait(never, 0, 0, milliseconds);
    },
    turn: (next) => {
      setImmediate(next);
    },
  },
};
