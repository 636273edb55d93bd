/** objective = mean_k term_k;  norm = sqrt(sum_p g_p^2); status is set once, to 1 + the step that went non-finite */
export function record(term: ArrayLike<number>, g: ArrayLike<number>, step: number, status: number): { objective: number; norm: number; status: number } {
  const objective = Array.from(term).reduce((sum, x) => sum + x, 0) / term.length;
  const norm = Math.sqrt(Array.from(g).reduce((sum, x) => sum + x * x, 0));
  const broken = !Number.isFinite(objective) || !Number.isFinite(norm);
  return { objective, norm, status: status === 0 && broken ? step + 1 : status };
}
