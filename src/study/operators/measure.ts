/** Matrices of correlators on all lattices of a plan, from configurations that are sampled for them. */
import { FieldCovariance, type FieldMatrix } from '../../analysis/operators/covariance.ts';
import { LocalFields, type LocalOperator } from '../../analysis/operators/local.ts';
import type { LevelExponent } from '../../analysis/operators/renormalise.ts';
import type { SectorName, SectorOperator } from '../../analysis/operators/split.ts';
import { checkStopped } from '../../core/async.ts';
import type { Configurations } from '../../sample/configurations.ts';
import type { Sampled, SampleRequest, Sampler } from '../correlator/sample.ts';
import type { StudyConfig } from '../plan/schema.ts';
import { Levels } from './levels.ts';
import { displacementsOf, type OperatorsPlan, settingsAt } from './plan.ts';

/** The fields of one sector. */
interface Sector {
  readonly sector: SectorName;
  /** In the order of the matrices: operators, then products of fields. */
  readonly names: readonly string[];
  /** Numbers of the operators of the plan; those of products are -1. */
  readonly from: readonly number[];
  readonly mean: 'measured' | 'zero';
}

/** All that is measured. */
export interface Measured {
  readonly sectors: readonly (Sector & { readonly matrices: readonly FieldMatrix[] })[];
  readonly lattices: readonly (Sampled & { readonly size: number })[];
  /** Of the largest lattice; undefined where there is no block-spin map. */
  readonly levels?: readonly LevelExponent[];
}

/** Callbacks of a measurement. */
interface MeasureHooks {
  progress?: (fraction: number) => void;
  signal?: AbortSignal;
}

/** How long the event loop may be blocked, ms. */
const BREATH_MS = 50;

/** Sectors whose operators change sign under a symmetry of the model, so that their means vanish. */
const SIGNED: readonly SectorName[] = ['odd', 'vector'];

/** The sectors of some operators; products of fields that change sign are further even ones. */
function sectorsOf(operators: readonly SectorOperator[], products: boolean): { sectors: Sector[]; pairs: [number, number][] } {
  const signed = operators.flatMap(({ sector }, i) => (SIGNED.includes(sector) ? [i] : []));
  const pairs = products ? signed.flatMap((a, k) => signed.slice(k).map((b): [number, number] => [a, b])) : [];
  const all = [
    ...operators.map(({ sector, operator }, from) => ({ sector, name: operator.name, from })),
    ...pairs.map(([a, b]) => ({ sector: 'even' as const, name: `${operators[a].operator.name} · ${operators[b].operator.name}`, from: -1 })),
  ];
  const sectors = [...new Set(all.map(({ sector }) => sector))].map((sector): Sector => {
    const own = all.filter((one) => one.sector === sector);
    return { sector, names: own.map(({ name }) => name), from: own.map(({ from }) => from), mean: SIGNED.includes(sector) ? 'zero' : 'measured' };
  });
  return { sectors, pairs };
}

/** Samples every lattice and collects the matrices of all sectors. @throws BlockspinError with code 'stopped' after the signal */
export async function measure(config: StudyConfig, plan: OperatorsPlan, sampler: Sampler, seed: number, hooks: MeasureHooks): Promise<Measured> {
  const { entry, operators } = plan;
  const { sectors, pairs } = sectorsOf(operators, entry.products);
  const whole = entry.sizes.reduce((sum, size) => sum + size ** 2, 0);
  const matrices: FieldMatrix[][] = sectors.map(() => []);
  const lattices: Measured['lattices'][number][] = [];
  let levels: Levels | undefined;
  let done = 0;
  for (const [i, size] of entry.sizes.entries()) {
    levels = i === entry.sizes.length - 1 && entry.renormalise ? Levels.of(plan, size, seed) : undefined;
    const collected = new OneLattice(plan, size, sectors, pairs, levels, hooks.signal);
    const request = requestOf(config, plan, size, seed + i);
    const how = await sampler.sample(request, {
      add: (configurations) => collected.add(configurations),
      progress: async (fraction) => {
        checkStopped(hooks.signal);
        hooks.progress?.((done + fraction * size ** 2) / whole);
      },
    });
    done += size ** 2;
    lattices.push({ size, ...how });
    for (const [s, matrix] of collected.results().entries()) matrices[s].push(matrix);
  }
  const found = levels?.result();
  return { sectors: sectors.map((sector, s) => ({ ...sector, matrices: matrices[s] })), lattices, ...(found ? { levels: found } : {}) };
}

function requestOf(config: StudyConfig, plan: OperatorsPlan, size: number, seed: number): SampleRequest {
  const { model, theory, entry } = plan;
  const { temperature: point, chains, measurements, spacing, burn } = entry;
  return { model, settings: settingsAt(config, plan, size), point, start: theory.start, chains, measurements, spacing, burn, seed };
}

/** The matrices of one lattice. */
class OneLattice {
  readonly #fields: LocalFields;
  readonly #sectors: { readonly at: readonly number[]; readonly covariance: FieldCovariance }[];
  readonly #chains: number;
  #breath = performance.now();

  constructor(
    plan: OperatorsPlan,
    size: number,
    sectors: readonly Sector[],
    pairs: readonly (readonly [number, number])[],
    readonly levels: Levels | undefined,
    readonly signal: AbortSignal | undefined,
  ) {
    const { operators, block, entry } = plan;
    this.#chains = entry.chains;
    this.#fields = new LocalFields({ size, channels: block.channels, operators: operators.map(({ operator }): LocalOperator => operator), products: pairs });
    let product = operators.length;
    this.#sectors = sectors.map(({ sector, from, names }) => {
      const at = from.map((one) => (one < 0 ? product++ : one));
      const first = operators[from[0]]?.operator.components.length ?? 1;
      const covariance = new FieldCovariance({
        size,
        operators: names.length,
        components: first,
        chains: entry.chains,
        ...displacementsOf(plan, sector),
      });
      return { at, covariance };
    });
  }

  async add({ data }: Configurations): Promise<void> {
    for (let chain = 0; chain < this.#chains; chain++) {
      const at = (chain * data.length) / this.#chains;
      const fields = this.#fields.of(data, at);
      for (const { at: places, covariance } of this.#sectors)
        covariance.add(
          chain,
          places.map((place) => fields[place]),
        );
      this.levels?.add(chain, data, at);
      if (performance.now() - this.#breath < BREATH_MS) continue;
      // Signals arrive between tasks only.
      await new Promise((resolve) => setTimeout(resolve));
      checkStopped(this.signal);
      this.#breath = performance.now();
    }
  }

  results(): FieldMatrix[] {
    return this.#sectors.map(({ covariance }) => covariance.result());
  }
}
