/** Names of small finite groups, from the orders of their elements. */

/** A group as permutations of some points: p[i] is where point i goes. All different, closed under composition. */
type Permutations = readonly (readonly number[])[];

/** Larger groups are named by their order alone. */
const LARGEST_NAMED = 128;

/** p after q. */
export function compose(p: readonly number[], q: readonly number[]): number[] {
  return q.map((i) => p[i]);
}

/** The different ones among the given permutations. */
export function distinct(permutations: Permutations): number[][] {
  return [...new Map(permutations.map((p) => [p.join(), [...p]])).values()];
}

/** Whether the product of any two is one of them. */
export function isClosed(permutations: Permutations): boolean {
  const known = new Set(permutations.map((p) => p.join()));
  return permutations.every((p) => permutations.every((q) => known.has(compose(p, q).join())));
}

/** The least n > 0 with p^n = e. */
export function orderOf(p: readonly number[]): number {
  let order = 1;
  for (let power = [...p]; power.some((to, i) => to !== i); power = compose(p, power)) order += 1;
  return order;
}

/**
 * The isomorphism class, where the order and the orders of elements determine it: all abelian groups ('Z4', 'Z2xZ2'), dihedral groups
 * ('D4' has 8 elements), A4, S4, S4xZ2 (the cube), D4xZ2, Q8; else 'order n'. 'trivial' for one element.
 * Source of the counts of element orders: Coxeter and Moser, Generators and Relations for Discrete Groups, table 1.
 */
export function nameOfGroup(group: Permutations): string {
  const n = group.length;
  if (n === 1) return 'trivial';
  if (n > LARGEST_NAMED) return `order ${n}`;
  const orders = group.map(orderOf);
  const count = (order: number) => orders.filter((o) => o === order).length;
  if (group.every((p) => group.every((q) => compose(p, q).join() === compose(q, p).join()))) return abelianName(orders);
  const turn = orders.indexOf(n / 2);
  if (turn >= 0) {
    const cyclic = new Set<string>();
    for (let power = [...group[turn]]; !cyclic.has(power.join()); power = compose(group[turn], power)) cyclic.add(power.join());
    if (group.every((p, i) => cyclic.has(p.join()) || orders[i] === 2)) return `D${n / 2}`;
  }
  if (n === 8 && count(2) === 1) return 'Q8';
  if (n === 12 && count(3) === 8) return 'A4';
  if (n === 16 && count(2) === 11) return 'D4xZ2';
  if (n === 24 && count(2) === 9 && count(3) === 8 && count(4) === 6) return 'S4';
  if (n === 48 && count(2) === 19 && count(3) === 8 && count(4) === 12) return 'S4xZ2';
  return `order ${n}`;
}

/** Of each prime p, the group has log_p of (elements with x^(p^k) = e over those with x^(p^(k-1)) = e) factors of order p^k or more. */
function abelianName(orders: number[]): string {
  const factors: number[][] = [];
  for (let [p, left] = [2, orders.length]; left > 1; p++) {
    if (left % p !== 0) continue;
    while (left % p === 0) left /= p;
    const within = (k: number) => orders.filter((order) => p ** k % order === 0).length;
    const atLeast = (k: number) => Math.round(Math.log(within(k) / within(k - 1)) / Math.log(p));
    for (let k = 1; atLeast(k) > 0; k++) {
      for (let i = 0; i < atLeast(k); i++) factors[i] = [...(factors[i] ?? []), p];
    }
  }
  return factors.map((primes) => `Z${primes.reduce((product, p) => product * p, 1)}`).join('x');
}
