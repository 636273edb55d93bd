/** Sites with 0, 1, 2 units, sum m², sum m_i m_(i+1), max m of one ring. */
export function measure(masses: readonly number[]): number[] {
  const holding = (m: number) => masses.filter((mass) => mass === m).length;
  const sum = (f: (i: number) => number) => masses.reduce((total, _, i) => total + f(i), 0);
  return [
    holding(0),
    holding(1),
    holding(2),
    sum((i) => masses[i] ** 2),
    sum((i) => masses[i] * masses[(i + 1) % masses.length]),
    masses.reduce((a, b) => Math.max(a, b), 0),
  ];
}
