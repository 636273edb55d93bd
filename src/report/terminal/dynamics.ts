/** The dynamics of the chains, from which a reader can judge whether samples were independent. */
import { type Summary, timeOf } from '../../train/result/summary.ts';
import { gridOf } from '../draw/grid.ts';
import { fixed } from '../draw/numbers.ts';
import { observablesOf, SETTLED } from '../run/observables.ts';
import { dataWords, viewPhrases } from '../run/places.ts';
import { foldWords, independenceWords, learningWords, splitWords } from '../run/samples.ts';
import { observableLabel, pointLabel } from '../run/words.ts';

/**
 * For own data one line on the file. Otherwise one line on the chains and one per temperature: autocorrelation times in sweeps, the
 * burn-in, and whether the chains had settled (the two halves of the measurement agree within four standard errors).
 */
export function dynamics(summary: Summary): string {
  const points = gridOf(summary.points).points.map(({ point }) => point);
  if (points.length === 0) return '';
  const { data } = summary.config;
  if (data) {
    const split = `Data: ${data.name}, ${data.samples} fixed samples: ${splitWords(summary.config)}`;
    const about = [independenceWords(summary), ...foldWords(summary.config), ...dataWords(points[0]), ...viewPhrases(summary.config)];
    return [`${split}. ${about.join(' ')}`, ...learningWords(points)].join('\n');
  }
  const byTemperature = new Map(points.map((point) => [point.temperature, point.autocorrelation]));
  const [{ chains, spacing }] = byTemperature.values();
  const lines = [...byTemperature].map(([temperature, record]) => {
    const { burn, halves } = record;
    const watched = observablesOf(record);
    const settled = watched.every((name) => Math.abs(halves[name] ?? Number.NaN) < SETTLED);
    const times = watched.map((name) => `${fixed(timeOf(record, name), 1)} (${observableLabel(summary, name)})`).join(', ');
    return `  ${pointLabel(summary, temperature)}: autocorrelation time ${times} sweeps, burn-in ${burn}${settled ? '' : ', NOT SETTLED: use a longer burn-in'}`;
  });
  return [
    `Chains: ${chains} per temperature, ${spacing} ${spacing === 1 ? 'sweep' : 'sweeps'} between minibatches`,
    ...lines,
    ...viewPhrases(summary.config),
  ].join('\n');
}
