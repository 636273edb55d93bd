/** Reading results: a small submission with the wait for it, and tensors of several sizes. */
import type { Device } from '../../src/gpu/device.ts';
import type { Scope } from '../../src/gpu/scope.ts';
import { close, EXACT } from '../../tests/support/close.ts';
import { mustHold, type Row, type Runner } from '../row.ts';
import { multiplications } from './floors.ts';

const timed =
  (action: () => Promise<unknown>): Runner =>
  async (repeats) => {
    const start = performance.now();
    for (let i = 0; i < repeats; i++) await action();
    return performance.now() - start;
  };

const roundTrip: Row = {
  group: 'readback',
  name: 'empty submission, waited for',
  sizes: { dispatches: 1 },
  unit: 'submissions',
  async make(device: Device, scope: Scope) {
    const { plan, y } = await multiplications(device, scope, { N: 64, ROUNDS: 0 });
    const submit = async () => {
      plan.run();
      await device.idle();
    };
    const validate = async () => {
      await submit();
      mustHold(
        (await y.read()).every((value) => value > 0),
        'the kernel has not run',
      );
    };
    return { run: timed(submit), units: 1, work: { dispatches: 1 }, validate };
  },
};

const read = (size: string, bytes: number): Row => ({
  group: 'readback',
  name: size,
  sizes: { bytes },
  unit: 'B',
  async make(_device, scope) {
    const words = Uint32Array.from({ length: bytes / 4 }, (_, i) => Math.imul(i, 2654435761));
    const tensor = scope.upload('u32', [bytes / 4], 'results', words);
    // One submission, in which each byte is read once and written once.
    const work = { dispatches: 1, bytes: 2 * bytes, footprint: 2 * bytes };
    return { run: timed(() => tensor.read()), units: bytes, work, validate: async () => close(await tensor.read(), words, EXACT, 'words read back') };
  },
});

/** The rows of reading results. */
export const readbackRows = (): Row[] => [roundTrip, read('4 KiB', 2 ** 12), read('1 MiB', 2 ** 20), read('64 MiB', 2 ** 26)];
