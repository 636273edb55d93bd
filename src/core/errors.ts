/** What went wrong, for scripts that want to tell the cases apart. */
export type ErrorCode = 'usage' | 'adapter' | 'device' | 'shader' | 'memory' | 'store' | 'diverged' | 'stopped' | 'internal';

export interface ErrorParts {
  /** The part of the program or the option that complains. */
  who: string;
  /** What is allowed. */
  expected: string;
  /** The value that came. */
  got: unknown;
  /** What to do about it. */
  remedy: string;
  code?: ErrorCode;
}

/** The one error class: who, what was expected, what came, what to do. The message alone is fit for a user. */
export class BlockspinError extends Error {
  readonly code: ErrorCode;
  /** Whatever was finished before the error, where there is something to keep. */
  declare partial?: unknown;

  constructor({ who, expected, got, remedy, code = 'usage' }: ErrorParts) {
    super(`${who}: expected ${expected}, got ${show(got)}; ${remedy}`);
    this.name = 'BlockspinError';
    this.code = code;
  }
}

/** A defect of blockspin itself rather than of its input. */
export function internal(message: string): Error {
  return new Error(`internal: ${message}; please report this as a bug`);
}

function show(value: unknown): string {
  if (typeof value === 'string') return value;
  return JSON.stringify(value) ?? String(value);
}

/** The candidate nearest to a mistyped word (edit distance at most half its length), or undefined. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.floor(word.length / 2) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(word, candidate);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = previous[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(change, previous[j] + 1, row[j - 1] + 1));
    }
    previous = row;
  }
  return previous[b.length];
}
