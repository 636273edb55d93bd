import type { TrainConfig } from './config/config.ts';
import type { Ensemble } from './ensemble/ensemble.ts';
import { TrainingLog } from './result/log.ts';
import { summarise } from './result/summarise.ts';
import type { Results } from './result/summary.ts';

/** What measures: a trainer. */
interface Measuring {
  readonly ensemble: Ensemble;
  readonly config: TrainConfig;
  begin(phase: 'refining'): void;
  step(count: number, phase: 'refining' | 'evaluating', progress: (done: number) => Promise<void>): Promise<void>;
  validate(): void;
  restoreBest(): void;
}

/**
 * Refines the critics for the discrete H and evaluates them on held-out chains. Weights and sums are left as they are then.
 * @param progress called with the fraction done
 * @returns results without training curves
 */
export async function measured(trainer: Measuring, progress: (fraction: number) => Promise<void>): Promise<Results> {
  const { ensemble, config } = trainer;
  const { refining, evaluating } = ensemble.budget;
  const started = performance.now();
  const part = (done: number) => progress(done / (refining + evaluating));
  trainer.begin('refining');
  for (let done = 0; done < refining; done += config.validateEvery) {
    await trainer.step(Math.min(config.validateEvery, refining - done), 'refining', (more) => part(done + more));
    trainer.validate();
  }
  trainer.restoreBest();
  ensemble.device.clear(ensemble.shards.flatMap(({ tally, census }) => [tally, census]));
  await trainer.step(evaluating, 'evaluating', (done) => part(refining + done));
  const log = new TrainingLog(ensemble);
  log.status = await ensemble.status();
  log.validation = await ensemble.bestValidations();
  await log.updateFilters();
  await log.updateHeldOut();
  return summarise({ log, autocorrelation: [], seconds: { total: (performance.now() - started) / 1000 } });
}
