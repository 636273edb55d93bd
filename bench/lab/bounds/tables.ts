/** The tables of docs/bounds.md, in Markdown. */
import { meanError } from '../../../src/core/statistics.ts';
import { table } from '../markdown.ts';
import type { BoundComparison } from './comparison.ts';
import type { GaussianComparison } from './gaussians.ts';

const nats = (value: number, digits = 4) => value.toFixed(digits).replace('-', '−');
const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(4)}`;

/** All tables one after the other: fixed filters, times, trained filters, normal vectors, optimal critics. */
export function tables({ kept, time, trained, gaussians }: BoundComparison): string {
  const times = time.map(({ bound, seconds_per_step, relative_to_infonce }) => [bound, (1000 * seconds_per_step).toFixed(1), relative_to_infonce.toFixed(2)]);
  const optimal = gaussians.best_infonce.map(({ d, rho, estimate }) => [`${d}, ${rho}`, `${nats(estimate.mean, 3)} ± ${nats(estimate.error, 3)}`]);
  return [
    keptTable(kept),
    table(['bound', 'ms per step', 'relative to infonce'], times),
    trainedTable(trained),
    gaussiansTable(gaussians),
    table(['d, ρ', 'InfoNCE with the best critic'], optimal),
  ]
    .map((text) => `${text}\n`)
    .join('\n');
}

function keptTable(rows: BoundComparison['kept']): string {
  return table(
    ['bound', 'T', 'exact', 'bias', 'error', 'spread', 'one batch', 'steps to 2 %'],
    rows.map(({ bound, temperature, exact, bias, error, spread, batch_deviation, converged_after }) => [
      bound,
      temperature.toFixed(3),
      nats(exact),
      signed(bias),
      nats(error),
      nats(spread),
      nats(batch_deviation, 3),
      converged_after,
    ]),
  );
}

function trainedTable(rows: BoundComparison['trained']): string {
  return table(
    ['bound', 'T', 'found it', 'onset, median (quartiles)', 'best replica', 'its filter, exact', 'worst filter, exact', 'mean gap'],
    rows.map(({ bound, temperature, found, of, onset: [first, second, third], best, replicas }) => [
      bound,
      temperature.toFixed(3),
      `${found} of ${of}`,
      found > 0 ? `${second} (${first} to ${third})` : 'never',
      `${nats(best.mean)} ± ${nats(best.error)}`,
      nats(replicas.find(({ mean }) => mean === best.mean)?.exact ?? Number.NaN),
      nats(Math.min(...replicas.map(({ exact }) => exact))),
      signed(meanError(replicas.map(({ mean, exact }) => mean - exact)).mean),
    ]),
  );
}

function gaussiansTable({ rows }: GaussianComparison): string {
  return table(
    ['bound', 'd, ρ', 'exact', 'estimate', 'bias', 'spread', 'one batch'],
    rows.map(({ bound, d, rho, exact, estimate, bias, spread, batch_deviation }) => [
      bound,
      `${d}, ${rho}`,
      nats(exact, 3),
      `${nats(estimate.mean, 3)} ± ${nats(estimate.error, 3)}`,
      signed(bias),
      nats(spread, 3),
      nats(batch_deviation, 3),
    ]),
  );
}
