import { philox } from '../../src/core/random.ts';

/** Standard normal numbers by Box and Muller; the stream is pinned by its key. */
export function normals(count: number, key: number): Float64Array {
  // Xorshift (Marsaglia, J. Stat. Softw. 8, 14 (2003)), started by Philox: hundreds of series have to be quick.
  let [state] = philox([key, 0, 0, 0], [key, 7]);
  const uniform = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return ((state >>> 0) + 0.5) / 2 ** 32;
  };
  const out = new Float64Array(count);
  for (let i = 0; i < count; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(uniform()));
    const angle = 2 * Math.PI * uniform();
    out[i] = radius * Math.cos(angle);
    if (i + 1 < count) out[i + 1] = radius * Math.sin(angle);
  }
  return out;
}
