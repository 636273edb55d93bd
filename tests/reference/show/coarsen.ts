/** One filter applied to all blocks of a lattice, in double precision. @returns sums over blocks, in C order */
export function coarsen(
  weights: ArrayLike<number>,
  values: ArrayLike<number>,
  { extents: [H, W], channels, block: [BH, BW] }: { extents: readonly [number, number]; channels: number; block: readonly [number, number] },
): number[] {
  const sums: number[] = [];
  for (let Y = 0; Y < H; Y += BH) {
    for (let X = 0; X < W; X += BW) {
      let sum = 0;
      let v = 0;
      for (let y = Y; y < Y + BH; y++) {
        for (let x = X; x < X + BW; x++) for (let c = 0; c < channels; c++) sum += weights[v++] * values[(y * W + x) * channels + c];
      }
      sums.push(sum);
    }
  }
  return sums;
}
