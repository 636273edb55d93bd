import type { TrainConfig } from './types.ts';

/** Whether the filter of a training evolves. */
export function evolves({ optimizer, freeze }: Pick<TrainConfig, 'optimizer' | 'freeze'>): boolean {
  return optimizer === 'cmaes' && freeze !== true;
}

/** Whether the rule is a table of signs. */
export function isTable(config: Pick<TrainConfig, 'optimizer' | 'freeze' | 'evolve'>): boolean {
  return evolves(config) && config.evolve === 'table';
}
