/** The tables of docs/bounds.md, in Markdown. */
import { meanError } from '../../../src/core/statistics.ts';
import type { BoundComparison } from './comparison.ts';

const nats = (value: number, digits = 4) => value.toFixed(digits).replace('-', '−');
const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(4)}`;
const row = (cells: (string | number)[]) => `| ${cells.join(' | ')} |`;
const head = (cells: string[]) => [row(cells), row(cells.map((_, i) => (i === 0 ? '---' : '---:')))];

export function tables({ kept, time: times, trained: runs, gaussians }: BoundComparison): string {
  const frozen = head(['bound', 'T', 'exact', 'bias', 'error', 'spread', 'one batch', 'steps to 2 %']);
  for (const f of kept) {
    frozen.push(
      row([f.bound, f.temperature.toFixed(3), nats(f.exact), signed(f.bias), nats(f.error), nats(f.spread), nats(f.batch_deviation, 3), f.converged_after]),
    );
  }
  const time = head(['bound', 'ms per step', 'relative to infonce']);
  for (const t of times) time.push(row([t.bound, (1000 * t.seconds_per_step).toFixed(1), t.relative_to_infonce.toFixed(2)]));
  const trained = head(['bound', 'T', 'found it', 'onset, median (quartiles)', 'best replica', 'its filter, exact', 'worst filter, exact', 'mean gap']);
  for (const t of runs) {
    const [first, second, third] = t.onset;
    const best = t.replicas.find(({ mean }) => mean === t.best.mean);
    trained.push(
      row([
        t.bound,
        t.temperature.toFixed(3),
        `${t.found} of ${t.of}`,
        t.found > 0 ? `${second} (${first} to ${third})` : 'never',
        `${nats(t.best.mean)} ± ${nats(t.best.error)}`,
        nats(best?.exact ?? Number.NaN),
        nats(Math.min(...t.replicas.map((replica) => replica.exact))),
        signed(meanError(t.replicas.map((replica) => replica.mean - replica.exact)).mean),
      ]),
    );
  }
  const normal = head(['bound', 'd, ρ', 'exact', 'estimate', 'bias', 'spread', 'one batch']);
  for (const g of gaussians.rows) {
    normal.push(
      row([
        g.bound,
        `${g.d}, ${g.rho}`,
        nats(g.exact, 3),
        `${nats(g.estimate.mean, 3)} ± ${nats(g.estimate.error, 3)}`,
        signed(g.bias),
        nats(g.spread, 3),
        nats(g.batch_deviation, 3),
      ]),
    );
  }
  const best = head(['d, ρ', 'InfoNCE with the best critic']);
  for (const { d, rho, estimate } of gaussians.best_infonce) best.push(row([`${d}, ${rho}`, `${nats(estimate.mean, 3)} ± ${nats(estimate.error, 3)}`]));
  return [frozen, time, trained, normal, best].map((lines) => `${lines.join('\n')}\n`).join('\n');
}
