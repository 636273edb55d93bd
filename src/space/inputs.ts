/** What a linear filter reads of a block: its values, the products of neighbouring values, or the values and then the products. */
export const INPUTS = ['spins', 'products', 'both'] as const;
/** One of them. */
export type InputsName = (typeof INPUTS)[number];

/** Most different distances of neighbours. */
export const MOST_REACH = 8;
