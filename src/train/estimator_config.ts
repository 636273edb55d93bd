import { z } from 'zod';

const whole = (least: number, most: number) => z.number().int().min(least).max(most);

/** Bounds on I(H:E), by the names of the command line. */
export const BOUNDS = ['discrete', 'infonce', 'nwj', 'dv', 'js', 'smile', 'alpha'] as const;
export type BoundName = (typeof BOUNDS)[number];

/** What H is, what the critic is, and which bound holds them together. */
export const estimatorShape = {
  components: whole(1, 8).default(1).describe('components of H'),
  states: whole(2, 16).default(2).describe('states of a component: 2 for spins, more for Potts spins'),
  variable: z.enum(['discrete', 'tanh', 'linear']).default('discrete').describe('H itself, or a continuous function of the filter'),
  estimator: z.enum(['relaxed', 'straight-through']).default('relaxed').describe('how bounds that draw H pass gradients to the filter'),
  bias: z.boolean().default(false).describe('a trained bias beside the filter'),
  filterHidden: z.array(whole(4, 1024)).default([]).describe('hidden layers of a nonlinear filter, multiples of 4; none for a linear one'),
  bound: z.enum(BOUNDS).optional().describe('lower bound on I(H:E); discrete where H is, else infonce'),
  alpha: z.number().min(0).max(1).default(0.5).describe('bound alpha: 0 is InfoNCE, 1 is NWJ'),
  smileClip: z.number().positive().max(50).default(5).describe('bound smile: scores are clipped at this in the partition function'),
  dvDecay: z.number().min(0).lt(1).default(0.99).describe('bound dv: decay of the moving average in the gradient'),
  critic: z.enum(['separable', 'bilinear', 'concatenated']).default('separable').describe('critic of bounds that compare pairs'),
  hidden: z.array(whole(4, 1024)).default([32, 32]).describe('hidden layers of the critic, multiples of 4'),
  embedding: whole(4, 16).default(8).describe('embedding dimension of a separable critic, a multiple of 4'),
  activation: z.enum(['relu', 'tanh', 'swish']).default('relu').describe('of the hidden layers of the critic'),
  dropout: z.number().min(0).lt(1).default(0).describe('part of the hidden units that is left out in training'),
  patch: whole(0, 5).default(0).describe('side of the patches of the shell that share the first layer of the critic; 0: no sharing'),
} as const;
