/** What nudging can and cannot do, and what of the method is a choice of ours, in sentences. */

/** Numbers are of tissues of 36 cells; docs/infer.md says how they were measured. */
export const NUDGING: readonly string[] = [
  'The model comes to rest while a spring of strength k draws every vertex to where it was seen, and parameters are fitted until this state lies as near to the snapshot as it can. k = 0 compares the free state at rest; force matching, the limit of large k, compares no state but looks at the forces at the places seen.',
  'A mode of stiffness λ counts with (λ / (λ + k))². Noise of the dynamics moves the soft modes most, and a nudge takes weight from just these: k of about the stiffness of the tissue, 1 to 3, halved the errors of k = 0.',
  'It does not help against errors of measured positions, which are alike in all modes: there k = 0 is best, and every nudge loses. With errors of 5 % of the size of a cell no k gave the parameters of 36 cells.',
  'In a fluid tissue there is a continuum of states at rest, and only k > 0 gives one to compare with. χ does not show there, because hardly any edge is under tension.',
  'One snapshot says nothing of the scale of forces: one stiffness has to be known. K_P can be fitted beside K_A where there is no noise; noise makes a fitted K_P too small, and with a nudge much too small.',
  'Neighbours are those of the snapshot throughout; cells that divide, die or change neighbours on the way to it are not in the model. The errors are those of the model: whether it is the right one is seen from what is left, if that differs from cell to cell.',
];

/** After what, and what is not known of it. */
export const CHOICE: readonly string[] = [
  'The idea is that of nudged automatic differentiation (NADA), arXiv:2506.12276, of which only the abstract could be read: microscopic parameters of a tissue from single snapshots, in spite of large fluctuations of the positions of cells. This method is ours, after NADA, and no copy of it.',
  'Choices of ours: the forces (areas, perimeters, odd tension, torque, drive), that the state is nudged and by a spring, the loss, Adam with the adjoint of the state at rest, which k is read first, and the bootstrap with its correction.',
];
