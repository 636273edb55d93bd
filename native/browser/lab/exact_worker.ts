/** Exact sums in a thread of their own: they take from a second to half a minute. */
import { exactIsing } from '../../../src/exact/exact.ts';

/** What is asked, with lengths in sites. */
export interface ExactRequest {
  size: number;
  block: number;
  buffer: number;
  coupling: number;
  temperature: number;
}

/** I(H:E) of the best binary H in nats, or why there is none. */
export type ExactAnswer = { value: number } | { problem: string };

addEventListener('message', async ({ data }: MessageEvent<ExactRequest>) => {
  const { size, block, buffer, coupling, temperature } = data;
  let answer: ExactAnswer;
  try {
    const { best_binary } = await exactIsing({ size: [size, size], block: [block, block], buffer, boundary: 'periodic', coupling, temperature });
    answer = { value: best_binary.value };
  } catch (error) {
    answer = { problem: (error as Error).message };
  }
  (postMessage as (message: ExactAnswer) => void)(answer);
});
