import { discrete } from '../bound/discrete.ts';
import { infonce } from '../bound/infonce.ts';
import { filter } from '../coarse/filter.ts';
import { occupation } from '../coarse/occupation.ts';
import { relaxed } from '../coarse/relaxed.ts';
import { sign } from '../coarse/sign.ts';
import { stateCount, states } from '../coarse/states.ts';
import { classifier, classifierParameters } from '../critic/classifier.ts';
import { separable, separableParameters } from '../critic/separable.ts';
import type { Tensor } from '../gpu/tensor.ts';
import type { Tape } from '../graph/tape.ts';
import type { TrainConfig } from './config.ts';

/** What a phase computes for every pair of a minibatch. */
export interface Objective {
  /** (R, K), its mean is the bound, nats. */
  term: Tensor<'f32'>;
  /** (R, K), ln q(h|e) of the classifier, where the bound has one: the entropy of H is then added from all samples. */
  fit?: Tensor<'f32'>;
  /** (R, K, S), probabilities of the states of a discrete H. */
  p?: Tensor<'f32'>;
}

/** Tensors of every replica that are neither weights nor samples. */
export interface ObjectiveTables {
  /** (R) live bits of the environment. */
  widths: Tensor<'u32'>;
  /** (S, 4) schedule of tau and of the rates. */
  schedule: Tensor<'f32'>;
  step: Tensor<'u32'>;
  /** (R, 2) keys of the noise of the relaxed variable, and of ties. */
  noise: Tensor<'u32'>;
  tie: Tensor<'u32'>;
}

/** Shapes of all parameters, without the replica axis: those of the coarse variable first. */
export function parameterShapes(config: TrainConfig, environment: number): { coarse: Record<string, number[]>; critic: Record<string, number[]> } {
  const S = stateCount(config.components, 2);
  return {
    coarse: { lambda: [config.components, config.block ** 2] },
    critic: config.bound === 'discrete' ? classifierParameters({ ...config, environment, states: S }) : separableParameters({ ...config, environment }),
  };
}

/**
 * Records the way from pairs to the bound.
 * @param soft whether H is the smooth variable that the filter can learn from; else it is the discrete one that is meant
 */
export function applyObjective(
  tape: Tape,
  config: TrainConfig,
  { visible, environment }: { visible: Tensor<'u32'>; environment: Tensor<'u32'> },
  tables: ObjectiveTables,
  soft: boolean,
  weight: (name: string) => Tensor<'f32'>,
): Objective {
  const depth = config.hidden.length + 1;
  const S = stateCount(config.components, 2);
  const { a } = tape.apply(filter, { visible, w: weight('lambda') });
  const probabilities = (hard: boolean) => tape.apply(states, { a }, { options: { S, Q: 2, HARD: hard ? 1 : 0 } }).p;
  if (config.bound === 'discrete') {
    const p = probabilities(!soft);
    const { m } = tape.apply(occupation, { p });
    const l = classifier(tape, environment, tables.widths, depth, weight);
    return { ...tape.apply(discrete, { p, l }, { extras: { m } }), p };
  }
  const { h } = soft
    ? tape.apply(relaxed, { a }, { extras: { schedule: tables.schedule, keys: tables.noise, step: tables.step } })
    : tape.apply(sign, { a }, { extras: { keys: tables.tie, step: tables.step } });
  const { u, v } = separable(tape, h, environment, tables.widths, depth, weight);
  const { term } = tape.apply(infonce, { u, v });
  return { term, p: soft ? undefined : probabilities(true) };
}
