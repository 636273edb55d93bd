/** What a scene draws: the lattice and its coarse levels, each onto canvases of the page. */
import { BlockspinError } from '../core/errors.ts';
import { type Canvas, canvasTarget, type Picture, type Target } from '../gpu/canvas.ts';
import { Plan } from '../gpu/plan.ts';
import { Scope } from '../gpu/scope.ts';
import type { Commands } from '../gpu/submission.ts';
import { CHAINS_PER_GROUP } from '../sample/groups.ts';
import { CoarseLevels, levelsOf } from '../show/coarsen.ts';
import { type Colours, colourFields, drawField, drawLattice, pixelsOf, type Style, type View, viewOf } from '../show/lattice.ts';
import { drawTiling } from '../show/tiling.ts';
import { sitesOf } from '../space/space.ts';
import type { Trainer } from '../train/trainer.ts';
import type { Patch, What } from './scene.ts';

/** Pixels along the picture of a tiling. */
const PATCH_SIDE = 360;
/** Coarse levels at most. */
const LEVELS = 3;

/** A canvas, what it shows, and its drawing once that is compiled. */
interface Pane {
  canvas: Canvas;
  what: What;
  target?: Target;
  picture?: Picture;
}

/** All drawings of one trainer since its last reset; they read its buffers where they lie. */
export class Panes {
  readonly #trainer: Trainer;
  readonly #scope: Scope;
  readonly #view: View;
  readonly #style: Style | Patch;
  readonly #extents: readonly number[];
  readonly #words: number;
  readonly #first: number;
  readonly #coarse: { levels: CoarseLevels; plan: Plan } | undefined;
  #chain = 0;
  #panes: Pane[] = [];

  constructor(trainer: Trainer, style: Style | Patch, colours: Colours) {
    this.#trainer = trainer;
    this.#style = style;
    const { config } = trainer;
    const space = config.model.space(config);
    const { tensor, packing, groups } = trainer.state();
    this.#extents = space.extents;
    // Words of a group; a column of masses is found by its site.
    this.#words = packing === 'bits' ? tensor.stride : tensor.stride / CHAINS_PER_GROUP;
    this.#first = groups.training.first * this.#words;
    this.#scope = new Scope(trainer.device, 'panes');
    this.#view = viewOf(this.#scope, colours, this.#first, 0);
    this.#coarse = this.#levels(sitesOf(space));
  }

  /** How often the filter can be applied. */
  get levels(): number {
    return this.#coarse?.levels.fields.length ?? 0;
  }

  /** Adds a canvas; it is drawn once its pipelines are compiled. @throws BlockspinError for a level that there is not */
  async add(canvas: Canvas, what: What): Promise<void> {
    const level = what === 'lattice' ? 0 : Number(what.slice(-1));
    if (level > this.levels) {
      const expected = this.levels === 0 ? 'the lattice only' : `the lattice, or a level from 1 to ${this.levels}`;
      throw new BlockspinError({ who: 'drawing', expected, got: what, remedy: 'use a smaller block, or another model' });
    }
    const pane: Pane = { canvas, what };
    this.#panes = [...this.#panes.filter((other) => other.canvas !== canvas), pane];
    const { device } = this.#trainer;
    if (level === 0) {
      pane.picture = await this.#draw(pane).compile();
      return;
    }
    const { levels, plan } = this.#coarse as { levels: CoarseLevels; plan: Plan };
    const field = levels.fields[level - 1];
    const [rows, columns] = field.shape;
    pane.target = canvasTarget(device, canvas, columns, rows);
    const picture = drawField(device, field, this.#view, pane.target);
    await plan.compile();
    pane.picture = await picture.compile();
  }

  /** @param pane whose target is made */
  #draw(pane: Pane): Picture {
    const { device } = this.#trainer;
    const { tensor: state } = this.#trainer.state();
    const style = this.#style;
    if ('positions' in style) {
      pane.target = canvasTarget(device, pane.canvas, PATCH_SIDE, PATCH_SIDE);
      return drawTiling(device, this.#scope, style, { state, view: this.#view, target: pane.target, side: PATCH_SIDE });
    }
    pane.target = canvasTarget(device, pane.canvas, ...pixelsOf(style, this.#extents));
    return drawLattice(device, style, this.#extents, state, this.#view, pane.target);
  }

  remove(canvas: Canvas): void {
    for (const { target } of this.#panes.filter((pane) => pane.canvas === canvas)) target?.dispose();
    this.#panes = this.#panes.filter((pane) => pane.canvas !== canvas);
  }

  /** The canvases, and what each of them shows. */
  get shown(): readonly Pick<Pane, 'canvas' | 'what'>[] {
    return this.#panes.map(({ canvas, what }) => ({ canvas, what }));
  }

  /** Draws all that is compiled. */
  get commands(): Commands[] {
    const pictures = this.#panes.flatMap(({ picture }) => (picture ? [picture] : []));
    const coarse = this.#panes.some(({ what, picture }) => picture && what !== 'lattice');
    return [...(coarse && this.#coarse && this.#trainer.prepared ? [this.#coarse.plan.times(1)] : []), ...pictures];
  }

  set colours(colours: Colours) {
    this.#view.write(colourFields(colours));
  }

  /** The chain of the first group to train on that is shown. */
  get chain(): number {
    return this.#chain;
  }

  set chain(chain: number) {
    this.#chain = chain;
    this.#view.write({ lane: chain });
    this.#coarse?.levels.pick({ lane: chain });
  }

  /** The replica whose filter makes the coarse levels, with this sign. */
  choose(replica: number, sign: 1 | -1): void {
    this.#coarse?.levels.pick({ replica: this.#trainer.filter(replica).row, sign });
  }

  dispose(): void {
    this.#scope.dispose();
  }

  #levels(sites: number): { levels: CoarseLevels; plan: Plan } | undefined {
    const { config, ensemble } = this.#trainer;
    const { tensor, packing } = this.#trainer.state();
    const { offset, stride, tensor: weights } = this.#trainer.filter(0);
    const [rows, columns] = this.#extents;
    if (packing !== 'bits' || this.#extents.length !== 2 || ensemble.shards.length > 1) return undefined;
    const sides = Array.isArray(config.block) ? config.block : [config.block, config.block];
    const channels = this.#words / sites;
    const shape = { extents: [rows, columns], channels, block: [sides[0], sides[1]] } as const;
    const count = levelsOf(shape, LEVELS);
    if (count === 0) return undefined;
    const levels = new CoarseLevels(this.#scope, { ...shape, weights, first: offset % stride, state: tensor, levels: count });
    levels.pick({ first: this.#first });
    const plan = new Plan(this.#trainer.device, 'coarse levels');
    levels.record(plan);
    return { levels, plan };
  }
}
