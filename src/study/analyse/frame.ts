/** What all parts of an analysis share: the grid as a list of places, the runs that count, the block, the transition. */
import { LEAST_INFORMATION } from '../../analysis/filters/filter.ts';
import { type NamedPattern, namedPatterns, type PatternBlock } from '../../analysis/filters/patterns.ts';
import { flatComponents } from '../../analysis/filters/vectors.ts';
import type { Place as BlockPlace } from '../../analysis/symmetry/lattice_group.ts';
import { BlockspinError } from '../../core/errors.ts';
import type { Estimate } from '../../core/statistics.ts';
import type { Settings, Transition } from '../../model/model.ts';
import { modelNamed } from '../../model/models.ts';
import { inputsOf } from '../../space/encoding.ts';
import type { SiteList } from '../../space/sites.ts';
import type { Space } from '../../space/space.ts';
import type { StudyData, StudyPoint } from '../cells/data.ts';
import { coarsened } from '../levels/lattice.ts';
import { type FigureWishes, figureWishes } from '../plan/figures.ts';
import type { Absent, Place } from './types.ts';

/** Properties of a study that its data do not contain. */
export interface AboutStudy {
  /** Block and environment are lists of sites. */
  listed?: boolean;
  /** Settings of the model that are no axes. */
  settings?: Settings;
}

/** One point of the grid with its indices. */
export interface GridPlace extends Place {
  at: [components: number, temperature: number, buffer: number];
  point: StudyPoint;
}

/** A run that found something. */
interface FoundRun {
  run: number;
  /** [component][weight] */
  filter: number[][];
  /** [component][row][column] */
  rows: number[][][];
  information: number;
}

/** The grid of a study with the inputs of all parts of its analysis: block, named patterns, transition, and the runs that count. */
export class Frame {
  readonly places: GridPlace[];
  readonly block: PatternBlock;
  /** Where the block stays; undefined where windows are cut at many places. */
  readonly place: BlockPlace | undefined;
  readonly patterns: NamedPattern[];
  readonly wishes: FigureWishes;
  readonly ensembleBuffers: number[];
  readonly transition: Transition | null;
  /** The model in words. */
  readonly title: string;
  /** Name of the graph of the model, if it is on one. */
  readonly graph: string | undefined;
  readonly #found = new Map<GridPlace, FoundRun[]>();

  /** @throws BlockspinError for keys or values of `figures` that cannot be drawn */
  constructor(
    readonly data: StudyData,
    about: AboutStudy,
  ) {
    const { axes, setting } = data;
    const form = { level: setting.level, block: setting.block, components: axes.components[0], ...data.coarse };
    const model = coarsened(modelNamed(data.model), form);
    const settings: Settings = { ...about.settings, ...setting };
    const encoding = model.encoding(settings);
    this.wishes = figureWishes(data.figures, axes.buffer);
    this.places = axes.components.flatMap((components, c) =>
      axes.temperature.flatMap((temperature, t) =>
        axes.buffer.map((buffer, b): GridPlace => ({ components, temperature, buffer, at: [c, t, b], point: data.points[c][t][b] })),
      ),
    );
    const space = model.space(settings);
    const alphabet = model.alphabet(settings);
    // Several components of the level below lie side by side in a row of a filter: such a block has no picture.
    const listed = about.listed || (setting.level > 1 && space.channels > 1);
    this.block = listed
      ? {
          ...(settings.sites ? { sites: settings.sites as SiteList } : {}),
          dimension: 0,
          side:
            data.filters
              .flat(3)
              .find((filter) => filter)?.[0]
              .flat().length ?? 1,
        }
      : {
          ...{ dimension: space.extents.length as 1 | 2 | 3, side: setting.block, bonds: model.support === 'bonds' },
          ...(encoding.kind === 'onehot' ? { states: encoding.states } : {}),
          ...(alphabet.kind === 'states' ? { stateNames: alphabet.values.map(String) } : {}),
          ...(alphabet.kind === 'angles' ? ofAngles(inputsOf(encoding) / 2) : {}),
          ...(space.cell ? { cell: space.cell } : {}),
        };
    this.place = placeOf(space, settings);
    this.patterns = namedPatterns(this.block);
    this.ensembleBuffers = [...new Set([this.wishes.buffer ?? axes.buffer[Math.floor((axes.buffer.length - 1) / 2)]].flat())].sort((a, b) => a - b);
    this.transition = model.transition(settings) ?? null;
    this.title = setting.level > 1 ? `${model.title(settings)}, level ${setting.level}` : model.title(settings);
    const graph = settings.graph as { name?: string } | undefined;
    this.graph = graph && (graph.name ?? 'of no name');
  }

  /** Places at the buffers whose ensembles are analysed. */
  get ensembles(): GridPlace[] {
    return this.places.filter((place) => this.ensembleBuffers.includes(place.buffer));
  }

  /** Runs of a place that found something and have a finite filter. */
  found(place: GridPlace): FoundRun[] {
    const known = this.#found.get(place);
    if (known) return known;
    const [c, t, b] = place.at;
    const { axes, status, filters, information } = this.data;
    const runs = axes.run.flatMap((run, r): FoundRun[] => {
      const rows = filters[c][t][b][r];
      if (status[c][t][b][r] !== 'ok' || !rows || !Number.isFinite(information[c][t][b][r])) return [];
      const filter = flatComponents(rows);
      return filter.flat().every(Number.isFinite) ? [{ run, filter, rows, information: information[c][t][b][r] }] : [];
    });
    this.#found.set(place, runs);
    return runs;
  }
}

/** The weights of cosines and sines side by side. */
function ofAngles(harmonics: number): Pick<PatternBlock, 'harmonics' | 'stateNames'> {
  const names = Array.from({ length: harmonics }, (_, m) => ['cos', 'sin'].map((name) => (m > 0 ? `${name} ${m + 1}` : name)));
  return { harmonics, stateNames: names.flat() };
}

function placeOf({ extents, boundary, holes }: Space, { at, stride }: Settings): BlockPlace | undefined {
  return Array.isArray(at) && stride === undefined ? { extents, boundary, at, ...(holes ? { holes } : {}) } : undefined;
}

/** Why parts of the analysis that read one weight of a site are absent where every state of a site has one. */
export const OF_STATES = 'filters have a weight for each state of a site, or for cosine and sine, and this is of filters with one weight of a site';

/** Whether an information is above zero by 3 errors, and above the noise of a finite batch. */
export function isInformative({ mean, error }: Estimate): boolean {
  return mean >= Math.max(3 * (Number.isFinite(error) ? error : 0), LEAST_INFORMATION);
}

/** The result of a function, or its BlockspinError as the reason why the part is absent. */
export function attempt<T>(of: () => T): T | Absent {
  try {
    return of();
  } catch (error) {
    if (!(error instanceof BlockspinError)) throw error;
    return { absent: error.message };
  }
}
