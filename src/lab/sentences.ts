/** The eight sentences of the page, each with what its button does. T_c and the like stand for symbols with an index. */

/** What the button of a sentence does. */
export type Deed = 'cool' | 'warm' | 'choose' | 'hide' | 'train' | 'read' | 'rim' | 'iterate' | TilingDeed;
/** On a tiling. */
type TilingDeed = 'move' | 'another' | 'weigh' | 'widen' | 'grow';

/** A sentence with its button. */
export interface Sentence {
  deed: Deed;
  /** On the button. */
  button: string;
  text: string;
}

/** Those of the Ising ferromagnet. */
const FERROMAGNET: readonly Sentence[] = [
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

/** Sentences that are other ones for other models. */
const OTHERS: Readonly<Record<string, readonly Sentence[]>> = {
  antiferromagnet: [
    {
      deed: 'cool',
      button: 'Cool the lattice',
      text: 'Every square is a spin that prefers to differ from its four neighbours; colours are relative to a checkerboard, so that order is one colour, and in the cold the whole lattice shares a single bit.',
    },
    {
      deed: 'read',
      button: 'Read ln 2',
      text: 'In the cold the curve stops at ln 2 = 0.693 nats, which is exactly one bit: the weights alternate and have become equal in size, H is the sign of the staggered magnetisation, and there is nothing else to know.',
    },
  ],
  dimers: [
    {
      deed: 'cool',
      button: 'Cool the bars',
      text: 'Every bar covers two neighbouring sites, and every site is covered exactly once; parallel bars side by side attract each other, and in the cold all bars stand in columns, in one of four ways.',
    },
    {
      deed: 'warm',
      button: 'Warm them to T_BKT',
      text: 'Above T_BKT the columns melt, but not into disorder: as no site may stay empty, bars that are far apart still know of each other.',
    },
    {
      deed: 'read',
      button: 'Read the curve',
      text: 'Four ways to stand are two bits, and one sign tells one of them, at most ln 2 = 0.693 nats: it takes a second filter for the other.',
    },
  ],
  chipping: [
    {
      deed: 'cool',
      button: 'Lower the rate',
      text: 'Every column is the mass at a site of a ring; all of it moves to a neighbour at rate 1, single units chip off at rate w, and where w is small one site gathers a large part of everything.',
    },
    {
      deed: 'warm',
      button: 'Go to w_c',
      text: 'At w_c the condensate is gone: with one unit of mass for each site, higher rates keep it spread over the ring.',
    },
    {
      deed: 'choose',
      button: 'Choose a block',
      text: 'Choose a block V of a few sites and keep only one bit of it, H, whether the weighted sum Λ·V is above a threshold, which is learned as well: which weights Λ keep what matters, and lose what does not?',
    },
    {
      deed: 'read',
      button: 'Read the curve',
      text: 'In either phase there is little to know, about a tenth of a nat: the filter averages the mass of the block.',
    },
  ],
};

/** The eight sentences of a model. @param id of the model */
export function sentencesOf(id: string): readonly Sentence[] {
  return FERROMAGNET.map((sentence) => OTHERS[id]?.find(({ deed }) => deed === sentence.deed) ?? sentence);
}
