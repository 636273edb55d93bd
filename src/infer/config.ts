import * as z from 'zod';
import { type Completed, completed, type Given, oneOrMany, whole } from '../core/settings.ts';
import { SYMBOLS } from './parameters.ts';

/** What snapshots of the bootstrap are disturbed by. */
const NOISES = ['dynamic', 'white', 'none'] as const;

const nudge = z.union([z.number().nonnegative(), z.literal(Number.POSITIVE_INFINITY)], 'numbers from 0, or inf for force matching');

/** Settings of an inference, with their defaults. */
const INFER = {
  fit: oneOrMany(z.enum(SYMBOLS as ['KA', ...(typeof SYMBOLS)[number][]]))
    .default(['P0', 'chi'])
    .describe('parameters to fit, shared by all cells'),
  nudge: oneOrMany(nudge).default([0, 1, 3]).describe('strengths k of the nudge, inf for force matching'),
  starts: whole(1, 64).default(4).describe('starts of each fit'),
  replicas: whole(2, 4096).default(32).describe('snapshots of the bootstrap for each k'),
  bootstrap: z.enum(NOISES).default('dynamic').describe('noise of the snapshots of the bootstrap'),
  amplitude: z.number().positive().optional().describe('D of dynamic noise, standard deviation of white noise; estimated unless given'),
  steps: whole(10, 100_000).default(200).describe('steps of Adam'),
  learningRate: z.number().positive().default(0.02).describe('learning rate'),
  inner: whole(1, 1000).optional().describe('relaxation steps for each step of Adam; as many as the smallest k needs unless given'),
  time: z.number().positive().default(30).describe('time for which dynamic noise acts on a snapshot of the bootstrap'),
  seed: whole(0, Number.MAX_SAFE_INTEGER).default(1).describe('seed of all random numbers'),
} as const;

/** Settings of an inference as they may be given, and complete. */
export type InferInput = Given<typeof INFER>;
/** With all defaults. */
export type InferConfig = Completed<typeof INFER>;
/** With the number of relaxation steps. */
export type SettledInfer = InferConfig & { readonly inner: number };

/** Checks the settings of an inference and fills in its defaults; each k and each parameter counts once. @throws BlockspinError naming a setting */
export function inferConfig(input: InferInput): InferConfig {
  const config = completed(INFER, input);
  return { ...config, fit: [...new Set(config.fit)], nudge: [...new Set(config.nudge)].sort((a, b) => a - b) };
}
