/** Informations of tables of signs on small Ising tori, by enumeration, written from the definitions. */

/** A torus of size x size sites, and the sites of the block, numbered row by row; E is all the rest. */
interface Torus {
  readonly size: number;
  readonly temperature: number;
  readonly block: readonly number[];
}

const known = new Map<string, number[][]>();

/** p(v, e) as rows over v, one for each e. */
function jointOf(torus: Torus): number[][] {
  const name = JSON.stringify(torus);
  const found = known.get(name);
  if (found) return found;
  const { size, temperature, block } = torus;
  const sites = size * size;
  const rows = new Map<number, number[]>();
  const rest = block.reduce((mask, site) => mask & ~(1 << site), 2 ** sites - 1);
  let total = 0;
  for (let s = 0; s < 2 ** sites; s++) {
    let energy = 0;
    for (let site = 0; site < sites; site++) {
      const [row, column] = [Math.floor(site / size), site % size];
      for (const other of [row * size + ((column + 1) % size), ((row + 1) % size) * size + column])
        energy += (s >> site) & 1 ? -sign(s, other) : sign(s, other);
    }
    const weight = Math.exp(-energy / temperature);
    const v = block.reduce((sum, site, i) => sum + (((s >> site) & 1) << i), 0);
    const own = rows.get(s & rest) ?? new Array<number>(2 ** block.length).fill(0);
    own[v] += weight;
    rows.set(s & rest, own);
    total += weight;
  }
  const joint = [...rows.values()].map((row) => row.map((weight) => weight / total));
  known.set(name, joint);
  return joint;
}

const sign = (s: number, site: number) => ((s >> site) & 1 ? 1 : -1);
const plogp = (p: number) => (p > 0 ? p * Math.log(p) : 0);
const plus = (row: readonly number[], table: readonly number[]) => row.reduce((sum, p, v) => sum + (table[v] > 0 ? p : 0), 0);
const all = (row: readonly number[]) => row.reduce((sum, p) => sum + p, 0);

/** Entropy of H, nats. @param table sign of each state of the block, its first site being the lowest bit */
export function entropyOfTable(torus: Torus, table: readonly number[]): number {
  const p = jointOf(torus).reduce((sum, row) => sum + plus(row, table), 0);
  return -plogp(p) - plogp(1 - p);
}

/** I(H:E), nats. */
export function informationOfTable(torus: Torus, table: readonly number[]): number {
  const given = jointOf(torus).reduce((sum, row) => sum + plogp(plus(row, table)) + plogp(all(row) - plus(row, table)) - plogp(all(row)), 0);
  return entropyOfTable(torus, table) + given;
}

/** The signs in the order of the states. */
export const tableName = (table: readonly number[]): string => table.map((value) => (value > 0 ? '+' : '-')).join('');
