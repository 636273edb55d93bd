/** Light in a stack of two layers by transfer matrices, E along the layers: levels w a / 2 pi c, written from Maxwell's equations alone. */

/** Two layers that repeat with the lattice constant: their dielectric constants, and the part of the inner one. */
export const STACK = { inner: 8.9, outer: 1, fraction: 0.3 } as const;

/** Half of the trace of the transfer matrix of one period. A layer carries (E, E') to (E cos q d + E' sin q d / q, E' cos q d - E q sin q d), q^2 = eps w^2 - ky^2. */
function halfTrace(fraction: number, omega: number, ky: number): number {
  const layers = [
    [STACK.inner, fraction],
    [STACK.outer, 1 - fraction],
  ].map(([eps, d]) => {
    const square = eps * omega * omega - ky * ky;
    const q = Math.sqrt(Math.abs(square));
    if (square < 0) return [Math.cosh(q * d), Math.sinh(q * d) / q, q * Math.sinh(q * d)];
    return [Math.cos(q * d), q === 0 ? d : Math.sin(q * d) / q, -q * Math.sin(q * d)];
  });
  const [[a, b, c], [e, f, g]] = layers;
  return (a * e + b * g + (c * f + a * e)) / 2;
}

/**
 * The lowest levels at k = (kx, ky) in units of 2 pi / a, kx along the normal: where half of the trace is cos(kx a). Levels are at least 1e-3 apart in what is asked for.
 */
export function stackLevels(fraction: number, [kx, ky]: readonly [number, number], count: number): number[] {
  const wanted = Math.cos(2 * Math.PI * kx);
  const rest = (level: number) => halfTrace(fraction, 2 * Math.PI * level, 2 * Math.PI * ky) - wanted;
  const found: number[] = [];
  const step = 5e-4;
  for (let low = step / 3; found.length < count; low += step) {
    if (Math.sign(rest(low)) === Math.sign(rest(low + step))) continue;
    let [a, b] = [low, low + step];
    for (let halving = 0; halving < 60; halving++) {
      const middle = (a + b) / 2;
      if (Math.sign(rest(a)) === Math.sign(rest(middle))) a = middle;
      else b = middle;
    }
    found.push((a + b) / 2);
  }
  return found;
}
