/** Integer operations of the random generators: operators in shaders/lib, where a rotation counts as three. */

/** Philox-4x32-10, four words: two products of 20 and six exclusive-ors and sums in each of ten rounds. */
export const PHILOX = 460;
/** Threefry-4x32-12, four words. */
export const THREEFRY = 140;
/** A word of xoshiro128++. */
export const XOSHIRO = 14;
