/** What tissues are made of and how they move, and what they require. */
import { BlockspinError } from '../../core/errors.ts';
import { type Phrase, phrase, setting } from '../../core/phrase.ts';
import type { Start } from '../../sample/chains.ts';
import { STEPS_PER_SWEEP } from './dynamics.ts';
import { tensions } from './forces.ts';
import { measure, middles, shapeIndices } from './geometry.ts';
import { HEXAGON } from './honeycomb.ts';
import { cornersOf, type Mesh } from './mesh.ts';
import type { PerCell, TissueParameters } from './parameters.ts';
import { type StartSettings, startMesh } from './start.ts';

/** What is read of a cell. */
export const CELL_VALUES = ['area', 'shape', 'tension'] as const;
/** One of them. */
type CellValue = (typeof CELL_VALUES)[number];

/** How torques and drives differ from cell to cell. */
export const PROFILES = ['uniform', 'wave'] as const;

/** Euler is unstable where a step is longer than 2 over the largest stiffness, which is about 50. */
const LONGEST_STEP = 0.04;
/** Edges below which they are exchanged at most: a third of the side of a hexagon. */
const LONGEST_EXCHANGE = 0.2;
/** Preferred shapes of any use; that of a circle is 3.54, and 5 is a cell of long arms. */
const LARGEST_SHAPE = 5;

/** Where cells grow: alike everywhere and the box with them, or as a wave along x in a box that stays. */
export const GROWTH_PROFILES = ['uniform', 'wave'] as const;
/** Unless given: the mean preferred area of cells that grow alike is ln 2 of that at which they divide, so that it is 1 to two parts in a thousand. */
export const DIVIDE_ABOVE = 1.44;
export const EXTRUDE_BELOW = 0.1;
/** A cell must not double between two looks: this of the time between them times the rate. */
const LONGEST_GROWTH = 0.5;

/** Pressures of a flow, in K_A A0: at twice this cells turn inside out within some doublings. */
const LARGEST_PRESSURE = 0.35;

/** Settings of tissues without the control parameter. */
export interface TissueSettings extends StartSettings {
  readonly perimeterStiffness: number;
  readonly chirality: number;
  readonly torque: number;
  readonly drive: number;
  readonly profile: (typeof PROFILES)[number];
  readonly areaContrast: number;
  readonly noise: number;
  readonly timeStep: number;
  readonly transitions: number;
  readonly smoothing: number;
  readonly cellValue: CellValue;
  readonly growth: number;
  readonly growthProfile: (typeof GROWTH_PROFILES)[number];
  readonly divideAbove: number;
  readonly extrudeBelow: number;
}

/** What chains of tissues are made from. */
export interface TissueChainsOptions {
  readonly settings: TissueSettings;
  /** Preferred shape P0 of each group of 32 chains. */
  readonly points: readonly number[];
  readonly seed: number;
  readonly start?: Start;
}

/** @throws BlockspinError naming the setting, what is allowed and what to do */
export function checkTissue(settings: TissueSettings, points: readonly number[]): void {
  const within = (key: string, value: number, expected: string, holds: boolean, remedy: Phrase) => {
    if (!(Number.isFinite(value) && holds)) throw new BlockspinError({ setting: key, expected, got: String(value), remedy });
  };
  const { noise, timeStep, transitions, smoothing, perimeterStiffness, areaContrast } = settings;
  for (const shape of points) {
    const remedy = phrase`use for example ${setting('shape', 3.7)}: a regular hexagon has ${HEXAGON.toFixed(4)}`;
    within('shape', shape, `a preferred shape from 0 to ${LARGEST_SHAPE}`, shape >= 0 && shape <= LARGEST_SHAPE, remedy);
  }
  within('noise', noise, 'an amplitude D, zero or more', noise >= 0, phrase`use for example ${setting('noise', 1e-4)}`);
  const steps = `a step of time above 0, at most ${LONGEST_STEP}`;
  within('timeStep', timeStep, steps, timeStep > 0 && timeStep <= LONGEST_STEP, phrase`use for example ${setting('timeStep', 0.02)}`);
  const lengths = `a length from 0 to ${LONGEST_EXCHANGE}`;
  const never = phrase`use for example ${setting('transitions', 0.04)}, or 0 for none`;
  within('transitions', transitions, lengths, transitions >= 0 && transitions <= LONGEST_EXCHANGE, never);
  within('smoothing', smoothing, lengths, smoothing >= 0 && smoothing <= LONGEST_EXCHANGE, phrase`use 0 for exact lengths`);
  within('perimeterStiffness', perimeterStiffness, 'a stiffness above 0', perimeterStiffness > 0, 'use for example 1');
  within('areaContrast', areaContrast, 'a number from 0 to 0.5', areaContrast >= 0 && areaContrast <= 0.5, 'use 0 for equal areas');
  for (const key of ['chirality', 'torque', 'drive'] as const) within(key, settings[key], 'a finite number', true, 'use 0 for none');
  checkGrowth(settings);
  checkFlow(settings, startMesh(settings).box[0]);
}

/**
 * Cells that grow along a wave push others through their friction with the ground: the pressure that drives v = g L / 2 π sin(2 π x / L) is g L² / 2 π² higher where they grow.
 * @throws BlockspinError where that is more than cells withstand
 */
function checkFlow({ growth, growthProfile }: TissueSettings, length: number): void {
  if (growthProfile !== 'wave' || (growth * length ** 2) / (2 * Math.PI ** 2) <= LARGEST_PRESSURE) return;
  const most = Number(((LARGEST_PRESSURE * 2 * Math.PI ** 2) / length ** 2).toPrecision(2));
  throw new BlockspinError({
    setting: setting('growth', growth),
    expected: `at most ${most} along a wave of length ${length.toPrecision(3)}: beyond it the pressure of the flow crushes cells`,
    got: growth,
    remedy: phrase`use ${setting('growth', most)}, or fewer ${setting('cells')}`,
  });
}

/** @throws BlockspinError for rates and areas of growth that do not go together, with one another or with other settings */
function checkGrowth(settings: TissueSettings): void {
  const { growth, growthProfile, divideAbove, extrudeBelow, timeStep } = settings;
  const refuse = (key: string, expected: string, remedy: Phrase) => {
    throw new BlockspinError({
      setting: setting(key, settings[key as keyof TissueSettings]),
      expected,
      got: String(settings[key as keyof TissueSettings]),
      remedy,
    });
  };
  const most = LONGEST_GROWTH / (STEPS_PER_SWEEP * timeStep);
  if (!(growth >= 0 && growth <= most)) {
    refuse('growth', `a rate from 0 to ${most} per unit of time, so that no cell doubles within a sweep`, phrase`use for example ${setting('growth', 0.05)}`);
  }
  if (growth === 0) {
    const beside = phrase`leave it out, or let cells grow by ${setting('growth', 0.05)}`;
    if (growthProfile !== 'uniform') refuse('growthProfile', 'a rate of growth beside it', beside);
    if (divideAbove !== DIVIDE_ABOVE) refuse('divideAbove', 'a rate of growth beside it', beside);
    if (extrudeBelow !== EXTRUDE_BELOW) refuse('extrudeBelow', 'a rate of growth beside it', beside);
    return;
  }
  if (!(divideAbove >= 0.5 && divideAbove <= 4))
    refuse('divideAbove', 'a preferred area from 0.5 to 4', phrase`use for example ${setting('divideAbove', DIVIDE_ABOVE)}`);
  const quarter = divideAbove / 4;
  if (!(extrudeBelow > 0 && extrudeBelow <= quarter)) {
    refuse(
      'extrudeBelow',
      `an area above 0, at most ${quarter}, a quarter of that of a division`,
      phrase`use for example ${setting('extrudeBelow', EXTRUDE_BELOW)}`,
    );
  }
  if (settings.areaContrast > 0) refuse('areaContrast', '0 where cells grow: their preferred areas change', phrase`leave it out, or ${setting('growth')}`);
  if (settings.profile !== 'uniform')
    refuse('profile', 'uniform where cells grow: those that are born have no place in a profile', phrase`leave it out, or ${setting('growth')}`);
}

/** The value of every cell, in its own unit. */
export function valuesOf(cellValue: CellValue, mesh: Mesh, parameters: TissueParameters): Float64Array {
  const geometry = measure(mesh, cornersOf(mesh), parameters.smoothing);
  if (cellValue === 'area') return geometry.area;
  return cellValue === 'shape' ? shapeIndices(geometry) : tensions(geometry, parameters);
}

/** The parameters of the cells of a tissue at a preferred shape. */
export function tissueParameters(settings: TissueSettings, shape: number, mesh: Mesh = startMesh(settings)): TissueParameters {
  const { perimeterStiffness, chirality, torque, drive, profile, areaContrast, smoothing } = settings;
  const waves = profile === 'wave' || areaContrast > 0 ? wave(mesh) : undefined;
  const profiled = (value: number): PerCell => (value !== 0 && profile === 'wave' && waves ? waves.map((x) => value * x) : value);
  return {
    areaStiffness: 1,
    perimeterStiffness,
    area: areaContrast > 0 && waves ? waves.map((x) => 1 + areaContrast * x) : 1,
    shape,
    chirality,
    torque: profiled(torque),
    drive: profiled(drive),
    smoothing,
  };
}

/** cos(2 π x / L_x) at the middle of each cell at the start. */
function wave(mesh: Mesh): Float64Array {
  const middle = middles(mesh, measure(mesh, cornersOf(mesh), 0));
  return Float64Array.from({ length: middle.length / 2 }, (_, c) => Math.cos((2 * Math.PI * middle[2 * c]) / mesh.box[0]));
}

/** Excess of the mean shape index of a solid honeycomb over the hexagon's, in units of D; measured (docs/tissue.md). */
const EXCESS = 12;

/**
 * Centre and scale of the numbers that networks read: the value of a regular cell, and the width √D of thermal fluctuations at a stiffness of 1. The
 * shape index of a hexagon is the least of all, so that in a solid honeycomb it is above it by about 12 D.
 */
export function unitsOf({ cellValue, tiling, perimeterStiffness, noise }: TissueSettings, shape: number): { centre: number; scale: number } {
  const rest = Math.max(shape, HEXAGON);
  const width = noise > 0 ? Math.sqrt(noise) : 1;
  if (cellValue === 'area') return { centre: 1, scale: width };
  if (cellValue === 'tension') return { centre: perimeterStiffness * (rest - shape), scale: width };
  const least = tiling === 'honeycomb' && shape < HEXAGON && noise > 0;
  return least ? { centre: HEXAGON + EXCESS * noise, scale: EXCESS * noise } : { centre: rest, scale: width };
}
