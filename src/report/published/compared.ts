/** How known values stand beside results in tables: what each is, and by how much a result differs from one that is exact. */
import type { Estimate } from '../../core/statistics.ts';
import { fixed, signed } from '../draw/numbers.ts';
import type { KnownValue } from './known.ts';

/** The known values of a table, and how their columns are headed and filled. */
interface Compared {
  /** What all known values are, where that is one thing; else 'known'. */
  head: string;
  /** Head of the column of differences: of results from known values. */
  minus: string;
  /** The value with what it is, after two spaces, unless the head says it. */
  value(known: KnownValue | null): string;
  /** Ours less the known value with our error, where that is exact; empty beside limits, which are reached nowhere. */
  difference(known: KnownValue | null, information: Estimate): string;
}

/** Columns for these known values of a table. */
export function comparedWith(all: readonly (KnownValue | null)[]): Compared {
  const labels = [...new Set(all.flatMap((known) => known?.label ?? []))];
  const [only] = labels.length === 1 ? labels : [];
  return {
    head: only ?? 'known',
    minus: only === undefined ? 'ours − known' : 'ours − this',
    value: (known) => (known ? `${fixed(known.value, 4)}${only === undefined ? `  ${known.label}` : ''}` : ''),
    difference: (known, { mean, error }) => (known && known.kind !== 'limit' ? signed({ mean: mean - known.value, error }) : ''),
  };
}
