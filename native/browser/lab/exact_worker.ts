/** Exact sums in a thread of their own: they take from a second to half a minute. */
import { exactIsing } from '../../../src/exact/exact.ts';
import { dimerInformation } from '../../../src/exact/matching/information.ts';
import { patchSettings } from '../../../src/lab/patch.ts';

/** A square of spins, with lengths in sites. */
interface SpinsRequest {
  size: number;
  block: number;
  buffer: number;
  coupling: number;
  temperature: number;
}

/** Dimers on a patch of the tiling: size and block are levels, buffer and shell bonds. */
interface TilingRequest {
  size: number;
  block: number;
  buffer: number;
  shell: number;
}

/** What is asked. */
export type ExactRequest = SpinsRequest | TilingRequest;

/** I(H:E) of the best binary H in nats, or why there is none. */
export type ExactAnswer = { value: number } | { problem: string };

addEventListener('message', async ({ data }: MessageEvent<ExactRequest>) => {
  let answer: ExactAnswer;
  try {
    answer = { value: 'shell' in data ? bestOfTiling(data) : await bestOfSpins(data) };
  } catch (error) {
    answer = { problem: (error as Error).message };
  }
  (postMessage as (message: ExactAnswer) => void)(answer);
});

async function bestOfSpins({ size, block, buffer, coupling, temperature }: SpinsRequest): Promise<number> {
  const { best_binary } = await exactIsing({ size: [size, size], block: [block, block], buffer, boundary: 'periodic', coupling, temperature });
  return best_binary.value;
}

function bestOfTiling(request: TilingRequest): number {
  const { graph, sites } = patchSettings(request);
  return dimerInformation(graph, sites, { states: [2] }).best[0].value;
}
