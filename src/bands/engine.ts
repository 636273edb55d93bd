/** Signed gaps of many candidates at once on the GPU: fill, tridiagonalise, bisect, compare, one reading of four numbers per candidate. */
import * as bisect from '../gen/shaders/bands/bisect.ts';
import * as fill from '../gen/shaders/bands/fill.ts';
import * as levelsShader from '../gen/shaders/bands/levels.ts';
import * as tridiagonal from '../gen/shaders/bands/tridiagonal.ts';
import { Plan } from '../gpu/plan.ts';
import type { Scope } from '../gpu/scope.ts';
import type { Tensor } from '../gpu/tensor.ts';
import type { Layout } from './layout.ts';
import type { Gaps } from './target.ts';

/** Bytes of all matrices of the candidates that are computed together: every adapter binds so much. */
const MOST_BYTES = 2 ** 27;

/** The kernels of a search with their tables. */
export class BandEngine {
  /** Candidates that are computed together. */
  readonly together: number;
  /** (together, L) levels of the last candidates. */
  readonly levels: Tensor<'f32'>;
  readonly plan: Plan;
  readonly #coefficients: Tensor<'f32'>;
  readonly #found: Tensor<'f32'>;

  /** @param candidates of a generation */
  constructor(
    readonly scope: Scope,
    readonly layout: Layout,
    candidates: number,
  ) {
    const { tm: TM, coefficients: S, largest: N, entries: E, rows: D, levels: L, sectorCount, momentumCount: K } = layout;
    this.together = Math.max(1, Math.min(candidates, Math.floor(MOST_BYTES / (4 * E))));
    const C = this.together;
    this.levels = scope.tensor('f32', [C, L], 'levels');
    this.#coefficients = scope.tensor('f32', [C, S], 'coefficients');
    this.#found = scope.tensor('f32', [C, 4], 'gaps');
    const matrices = scope.tensor('f32', [C, E], 'matrices');
    const rows = scope.tensor('f32', [C, D, 2], 'rows');
    const words = (name: string, data: Uint32Array) => scope.upload('u32', [data.length], name, data);
    const sectors = words('sectors', layout.sectors);
    const squares = scope.upload('f32', [layout.squares.length], 'squares', layout.squares);
    const bound = { sectors, starts: words('starts', layout.starts), terms: words('terms', layout.terms), squares, coefficients: this.#coefficients, matrices };
    this.plan = new Plan(scope.memory, 'bands');
    this.plan.dispatch(fill.fill, { S, E, TM }, bound, [N * N, sectorCount, C]);
    this.plan.dispatch(tridiagonal.tridiagonal, { N, E, D }, { sectors, matrices, rows }, [64 * sectorCount, C]);
    this.plan.dispatch(bisect.bisect, { L, D, TM }, { sectors, wanted: words('wanted', layout.wanted), rows, levels: this.levels }, [L, C]);
    const tables = { momenta: words('momenta', layout.momenta), places: words('places', layout.places), divisions: words('divisions', layout.divisions) };
    this.plan.dispatch(levelsShader.gaps, { L, K, C }, { ...tables, levels: this.levels, found: this.#found }, [C]);
  }

  /**
   * Full and direct gaps of candidates.
   * @param candidates coefficients by shell
   */
  async gaps(candidates: readonly ArrayLike<number>[]): Promise<{ full: Gaps; direct: Gaps }[]> {
    const found: { full: Gaps; direct: Gaps }[] = [];
    const S = this.layout.coefficients;
    for (let first = 0; first < candidates.length; first += this.together) {
      const some = candidates.slice(first, first + this.together);
      const all = new Float32Array(this.together * S);
      // Where the last ones are fewer, the others are copies of the first.
      for (let c = 0; c < this.together; c++) all.set(Array.from(some[c] ?? some[0]).slice(0, S), c * S);
      this.#coefficients.write(all);
      this.plan.run();
      const values = await this.#found.read();
      for (const c of some.keys()) {
        const [below, above, directBelow, directAbove] = values.subarray(4 * c, 4 * c + 4);
        found.push({ full: { below, above }, direct: { below: directBelow, above: directAbove } });
      }
    }
    return found;
  }
}
