/** Limits that kernels of several stages have in common; stages do not import each other. */

/** Most states of H that a bound sums over and a classifier tells apart: eight binary components. */
export const MOST_STATES = 256;

/** Widest embedding of a separable or bilinear critic: the loops of the bounds hold one in registers (shaders/lib/embeddings.wgsl). */
export const MOST_EMBEDDING = 16;

/** Workgroups along one axis of a dispatch that every adapter grants. */
export const MOST_WORKGROUPS = 65535;

/** Replicas of one ensemble: they lie along an axis of every dispatch. */
export const MOST_REPLICAS = MOST_WORKGROUPS;
