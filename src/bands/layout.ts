/** Tables of a search for the GPU: sectors of all momenta side by side, which entries of their matrices hold which coefficients, wanted levels, divisions. */
import type { BandTable } from './ebr.ts';
import { entryOf, type Momentum, type Sector } from './sectors.ts';
import type { Physics } from './spectrum.ts';
import { divisionsAt, levelsNeeded, type Target } from './target.ts';
import type { Shells } from './waves.ts';

/** What is computed for every candidate. */
export interface Search {
  readonly physics: Physics;
  readonly table: BandTable;
  readonly target: Target;
  readonly shells: Shells;
  /** Shells that have a coefficient, that of G = 0 among them; all others count as 0. */
  readonly coefficients: number;
  readonly momenta: readonly Momentum[];
}

/** The tables; what stands in them is said in the kernels of shaders/bands. `largest`: rows of the largest matrix; `entries`, `rows`, `levels`: of all. */
export type Layout = ReturnType<typeof layoutOf>;

/** Stands for the level 0 of a constant field. */
const ZERO_LEVEL = 0xffffffff;
/** |k + G|^2 of a constant wave, to within rounding. */
const CONSTANT = 1e-9;

/** Lays out a search. @throws BlockspinError where the plane waves are too few for the bundle */
export function layoutOf(search: Search) {
  const { physics, table, target, momenta } = search;
  const tables = { sectors: [] as number[], starts: [] as number[], terms: [] as number[], squares: [] as number[] };
  const [wanted, places, rows, divided]: number[][] = [[], [], [], []];
  const size = { largest: 0, entries: 0, rows: 0, sectorCount: 0 };
  for (const momentum of momenta) {
    const divisions = divisionsAt(table, target, momentum);
    const needed = levelsNeeded(momentum, divisions);
    rows.push(size.sectorCount, momentum.sectors.length, divided.length, divisions.length);
    for (const { below, upTo } of divisions) divided.push(...below.map((n, i) => n + upTo[i] * 65536));
    for (const [i, sector] of momentum.sectors.entries()) {
      const constant = Number(physics === 'tm' && sector.squares[0] < CONSTANT);
      const n = sector.columns.length - constant;
      tables.sectors.push(n, constant, tables.starts.length, size.entries, tables.squares.length, size.rows, 0, 0);
      tables.squares.push(...sector.squares);
      termsOf(search, sector, tables);
      places.push(wanted.length / 2, needed[i]);
      for (let level = 0; level < needed[i]; level++) {
        if (constant === 1 && level === 0) wanted.push(size.sectorCount, ZERO_LEVEL);
        else wanted.push(size.sectorCount, (level - constant) * sector.copies);
      }
      size.largest = Math.max(size.largest, n);
      size.entries += n * n;
      size.rows += n;
      size.sectorCount += 1;
    }
  }
  return {
    tm: Number(physics === 'tm'),
    coefficients: search.coefficients,
    ...size,
    levels: wanted.length / 2,
    momentumCount: momenta.length,
    sectors: Uint32Array.from(tables.sectors),
    starts: Uint32Array.from(tables.starts),
    terms: Uint32Array.from(tables.terms),
    squares: Float32Array.from(tables.squares),
    wanted: Uint32Array.from(wanted),
    places: Uint32Array.from(places),
    momenta: Uint32Array.from(rows),
    divisions: Uint32Array.from(divided),
  };
}

const bits = new DataView(new ArrayBuffer(4));

/** The terms of the lower triangle of a sector, row by row. */
function termsOf({ shells, coefficients }: Search, sector: Sector, { starts, terms }: { starts: number[]; terms: number[] }): void {
  for (let i = 0; i < sector.columns.length; i++) {
    for (let j = 0; j <= i; j++) {
      starts.push(terms.length / 2);
      for (const [shell, weight] of [...entryOf(sector, shells, i, j)].sort(([a], [b]) => a - b)) {
        if (shell >= coefficients) continue;
        bits.setFloat32(0, weight);
        terms.push(shell, bits.getUint32(0));
      }
    }
  }
  starts.push(terms.length / 2);
}
