/** Twin of shaders/model/tissue/field.wgsl in float64. */

/** What is read of a cell. */
export interface Read {
  quantity: 'area' | 'shape' | 'tension';
  centre: number;
  scale: number;
  /** K_P and P0 of every cell. */
  stiffness: readonly number[];
  preferred: readonly number[];
}

/** The numbers of the cells of one tissue. */
export function fieldOf(area: ArrayLike<number>, perimeter: ArrayLike<number>, { quantity, centre, scale, stiffness, preferred }: Read): number[] {
  return Array.from({ length: area.length }, (_, c) => {
    const of = { area: area[c], shape: perimeter[c] / Math.sqrt(area[c]), tension: stiffness[c] * (perimeter[c] - preferred[c]) };
    return (of[quantity] - centre) / scale;
  });
}
