/** The eight sentences of the page, each with what its button does. T_c and the like stand for symbols with an index. */

/** What the button of a sentence does. */
export type Deed = 'cool' | 'warm' | 'choose' | 'hide' | 'train' | 'read' | 'rim' | 'iterate';

/** A sentence with its button. */
interface Sentence {
  deed: Deed;
  /** On the button. */
  button: string;
  text: string;
}

/** A temperature well below T_c, J / k_B, where one bit is all there is to know. */
export const COLD = 1.8;

export const SENTENCES: readonly Sentence[] = [
  {
    deed: 'cool',
    button: 'Cool the lattice',
    text: 'Every square is a spin, up or down, that prefers to agree with its four neighbours; cooled far enough, one colour wins, and then the whole lattice shares a single bit.',
  },
  {
    deed: 'warm',
    button: 'Warm it to T_c',
    text: 'At T_c order gives way to disorder: islands hold islands of every size, spins that are far apart still know of each other, and nothing sets a scale.',
  },
  {
    deed: 'choose',
    button: 'Choose a block',
    text: 'Choose a block V of a few spins and keep only one bit of it, H, the sign of the weighted sum Λ·V: which weights Λ keep what matters, and lose what does not?',
  },
  {
    deed: 'hide',
    button: 'Hide the buffer',
    text: 'What matters is what distant spins can know, so the buffer around the block is hidden: close neighbours, who always agree, must not count, and only the environment E beyond it may speak.',
  },
  {
    deed: 'train',
    button: 'Train',
    text: 'Now a small network guesses H from E while the filter learns to be guessed: the information I(H:E) climbs, in grey on samples it learns from, in colour on samples it has never seen.',
  },
  {
    deed: 'read',
    button: 'Read ln 2',
    text: 'In the cold the curve stops at ln 2 = 0.693 nats, which is exactly one bit: all weights have become equal, H is the sign of the magnetisation, and there is nothing else to know.',
  },
  {
    deed: 'rim',
    button: 'See the rim',
    text: 'At T_c a plain average is no longer best: a filter of four by four spins puts its weight on the rim, because the environment feels the inside of a block only through its border.',
  },
  {
    deed: 'iterate',
    button: 'Iterate H',
    text: 'Put H in the place of every block and a coarser lattice appears; the same filter again, and again, is a renormalisation group, found from pictures alone by a program that was never told the energy.',
  },
];
