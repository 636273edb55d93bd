/** The eight sentences of the tiling: other ones than those of a lattice, since there is neither a temperature nor a lattice of blocks. */
import type { Sentence } from './sentences.ts';

export const TILING_SENTENCES: readonly Sentence[] = [
  {
    deed: 'move',
    button: 'Let them move',
    text: 'Every bar lies on an edge of the Ammann–Beenker tiling, and every node has exactly one; all such matchings are equally likely, so that there is no temperature, and a worm changes many bars at once.',
  },
  {
    deed: 'another',
    button: 'Another matching',
    text: 'The block V is marked in orange, around a node with eight neighbours: its nodes cannot all be paired among themselves, so that in every matching exactly one bar leads out of it.',
  },
  {
    deed: 'hide',
    button: 'Hide the buffer',
    text: 'Edges that touch the block know too much of it, so the buffer around it is hidden, and only the edges of the environment E, marked in blue, may speak.',
  },
  {
    deed: 'train',
    button: 'Train',
    text: 'Now a small network guesses from E one bit of V, H, the sign of the weighted sum Λ·V, while the weights Λ learn to be guessed: the information I(H:E) climbs, in grey on matchings it learns from, in colour on others.',
  },
  {
    deed: 'weigh',
    button: 'See the weights',
    text: 'Each weight is drawn on its edge; what they agree on is the direction in which that bar leaves, for that is all that the outside can know of the inside.',
  },
  {
    deed: 'read',
    button: 'Read the limit',
    text: 'How much one bit can know at most is computed exactly, by a sum over all matchings: 0.520 nats, three quarters of a bit, for the smallest block, of which two bits can be known at all, by an H of eight states.',
  },
  {
    deed: 'widen',
    button: 'Widen the buffer',
    text: 'With one more bond between block and environment the best bit knows 0.377 nats: the direction is blurred with distance, but slowly, since no node may stay alone.',
  },
  {
    deed: 'grow',
    button: 'Go up one scale',
    text: 'The tiling repeats itself 1 + √2 times larger: the block of the next level has 112 edges, again exactly one bar leaves it, and H is one bit of where: of a bar on a coarser tiling, found by a program that was never told of scales.',
  },
];
