/**
 * Critics of one replica as chains of the twins of their stages. Each stage keeps how a gradient goes back through it
 * and adds the gradients of its weights to a table.
 */
import * as activation from './activation.ts';
import * as pairs from './concatenated.ts';
import * as affine from './linear.ts';

export interface Problem {
  kind: 'separable' | 'bilinear' | 'concatenated' | 'classifier';
  K: number;
  /** Components of H, columns of E. */
  C: number;
  E: number;
  hidden: readonly number[];
  /** Embedding dimension or number of logits. */
  D: number;
  activation: activation.Kind;
  /** Weights shared by patches of `sites` neighbouring columns of E, of which the first `live` are there. */
  patch?: { sites: number; features: number; live: number };
  /** Dropout of units number 0 .. count - 1 of a hidden layer: 0 or 1 / (1 - rate). */
  mask: (count: number, layer: number) => ArrayLike<number>;
  /** (K, C) and (K, E); absent sites of E are zero. */
  h: ArrayLike<number>;
  e: ArrayLike<number>;
}

export type Weights = Readonly<Record<string, ArrayLike<number>>>;

interface Stage {
  y: ArrayLike<number>;
  back: (dy: ArrayLike<number>, weights: Record<string, Float64Array>) => ArrayLike<number>;
}

/** Everything between the inputs of a critic and what it gives. */
function build(p: Problem, w: Weights) {
  const { K } = p;
  const kinks: ArrayLike<number>[] = [];
  let hiddenLayers = 0;

  const layer = (before: Stage, name: string, samples: number, I: number, O: number): Stage => {
    const n = { K: samples, I, O, relu: false };
    return {
      y: affine.forward(before.y, w[name], n),
      back: (dy, weights) => {
        const { dx, dw } = affine.backward(before.y, w[name], dy, n);
        weights[name] = dw;
        return before.back(dx, weights);
      },
    };
  };
  const nonlinear = (before: Stage, kind: activation.Kind, present: (unit: number) => boolean = () => true): Stage => {
    const dropped = p.mask(before.y.length, hiddenLayers++);
    const m = new Float64Array(dropped).map((value, unit) => (present(unit) ? value : 0));
    if (kind === 'relu') kinks.push(before.y);
    return { y: activation.forward(before.y, m, kind), back: (dy, weights) => before.back(activation.backward(before.y, m, dy, kind), weights) };
  };
  const input = (x: ArrayLike<number>): Stage => ({ y: x, back: (dx) => dx });
  const tower = (name: string, start: Stage, inputs: number, widths: readonly number[]): Stage =>
    widths.reduce((x, width, at) => layer(at > 0 ? nonlinear(x, p.activation) : x, `${name}${at}`, K, at > 0 ? widths[at - 1] : inputs, width), start);
  /** The convolution: the features f of patch q are sum_s e[q, s] w[s, f] + w[sites, f]. */
  const environment = (): { stage: Stage; inputs: number } => {
    if (!p.patch) return { stage: input(p.e), inputs: p.E };
    const { sites, features, live } = p.patch;
    const patches = p.E / sites;
    const convolved = layer(input(p.e), 'patch', K * patches, sites, features);
    const kind = p.kind === 'bilinear' ? 'identity' : p.activation;
    const present = (unit: number) => Math.floor(unit / features) % patches < live;
    return { stage: nonlinear(convolved, kind, present), inputs: patches * features };
  };
  const ofE = (widths: readonly number[]) => {
    const { stage, inputs } = environment();
    return tower('v', stage, inputs, widths);
  };
  const widths = p.kind === 'concatenated' ? [p.hidden[0]] : p.kind === 'bilinear' ? [p.D] : [...p.hidden, p.D];
  if (p.kind === 'classifier') return { v: ofE(widths), kinks };
  if (p.kind === 'bilinear') {
    const u = Float64Array.from({ length: K * p.D }, (_, i) => (i % p.D < p.C ? p.h[Math.floor(i / p.D) * p.C + (i % p.D)] : 0));
    const back = (du: ArrayLike<number>) => Float64Array.from({ length: K * p.C }, (_, i) => du[Math.floor(i / p.C) * p.D + (i % p.C)]);
    return { u: { y: u, back }, v: ofE(widths), kinks };
  }
  return { u: tower('u', input(p.h), p.C, widths), v: ofE(widths), kinks };
}

/** u and v, or scores, or logits, by the names of the outputs. */
export function forward(p: Problem, w: Weights): Record<string, ArrayLike<number>> {
  const { u, v } = build(p, w);
  if (p.kind === 'classifier') return { logits: v.y };
  if (p.kind !== 'concatenated') return { u: (u as Stage).y, v: v.y };
  return { scores: pairs.forward((u as Stage).y, v.y, w.s0, w.s1, { K: p.K, I: p.hidden[0], O: p.hidden[1] }) };
}

/** Gradients of sum(seed * output) by every weight, and by h as 'h'. */
export function gradients(p: Problem, w: Weights, seeds: Readonly<Record<string, ArrayLike<number>>>): Record<string, ArrayLike<number>> {
  const { u, v } = build(p, w);
  const all: Record<string, Float64Array> = {};
  if (p.kind === 'classifier') {
    v.back(seeds.logits, all);
    return all;
  }
  let [du, dv] = [seeds.u, seeds.v];
  if (p.kind === 'concatenated') {
    const { da, db, dw, dt } = pairs.backward((u as Stage).y, v.y, w.s0, w.s1, seeds.scores, { K: p.K, I: p.hidden[0], O: p.hidden[1] });
    [all.s0, all.s1, du, dv] = [dw, dt, da, db];
  }
  v.back(dv, all);
  return { ...all, h: (u as Stage).back(du, all), ...all };
}

/** The smallest magnitude of an argument of relu. */
export function distanceFromKink(p: Problem, w: Weights): number {
  const { u, v, kinks } = build(p, w);
  const own = kinks.flatMap((x) => Array.from(x)).reduce((least, x) => Math.min(least, Math.abs(x)), 1);
  if (p.kind !== 'concatenated') return own;
  return Math.min(own, pairs.distanceFromKink((u as Stage).y, v.y, w.s0, { K: p.K, I: p.hidden[0], O: p.hidden[1] }));
}
