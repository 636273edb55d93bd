/** Names of the model of a run and of the places of its grid. */
import type { Model, Transition } from '../../model/model.ts';
import { recordOf } from '../../model/models.ts';
import type { Summary, Temperature } from '../../train/result/summary.ts';
import { temperatureLabel } from '../draw/numbers.ts';

type OfRun = Pick<Summary, 'config'>;

/** The model of a run; a stored configuration has its name. */
export function modelOf({ config: { model } }: OfRun): Model {
  return recordOf(model);
}

/** 'T = 2.5', or 'w = 3'. */
export function pointLabel(run: OfRun, temperature: Temperature): string {
  return `${modelOf(run).control.symbol} = ${temperatureLabel(temperature)}`;
}

/** The unit of the control parameter for heads of tables. */
export function unitOf(run: OfRun): string {
  return modelOf(run).control.unit.replaceAll(' ', '');
}

/** The title of an axis: 'temperature T  (J / k_B)'. */
export function controlTitle(run: OfRun): string {
  const { noun, symbol, unit } = modelOf(run).control;
  return `${noun} ${symbol}${unit ? `  (${unit})` : ''}`;
}

/** The model in words: 'Ising antiferromagnet'. */
export function modelTitle(run: OfRun): string {
  return modelOf(run).title(run.config);
}

/** The transition of the model; undefined where it is not known. */
export function transitionOf(run: OfRun): Transition | undefined {
  return modelOf(run).transition(run.config);
}

/** The name of an observable of the chains in reports. */
export function observableLabel(run: OfRun, name: string): string {
  return modelOf(run).watched[name]?.label ?? name;
}

/** What the information of a run is: that of H, or of what is in H beyond the components that were known. */
export function informationName({ config }: Pick<Summary, 'config'>): string {
  return config.known ? 'I(H:E|known)' : 'I(H:E)';
}
