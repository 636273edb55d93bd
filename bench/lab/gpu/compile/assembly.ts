/** Loops of compiled kernels: what ACO's assembly executes, and how often. */

/** A loop of the assembly in its order: all its instructions, and those that are not in inner loops. */
export interface Loop {
  all: string[];
  own: string[];
}

/** A compiled kernel: instructions outside of loops, and its loops. */
export interface Assembly {
  straight: number;
  loops: Loop[];
}

interface Basic {
  number: number;
  operations: string[];
  /** Numbers of the blocks that it branches to. */
  targets: number[];
}

const BRANCH = /^s_c?branch/;

function blocksOf(text: string): Basic[] {
  const blocks: Basic[] = [];
  for (const line of text.split('\n')) {
    const label = /^BB(\d+):/.exec(line);
    if (label) blocks.push({ number: Number(label[1]), operations: [], targets: [] });
    const trimmed = line.trim();
    const block = blocks.at(-1);
    if (label || !block || trimmed === '' || /^(==|;)/.test(trimmed)) continue;
    const [operation] = trimmed.split(/\s+/);
    block.operations.push(operation);
    const target = BRANCH.test(operation) && /BB(\d+)/.exec(trimmed);
    if (target) block.targets.push(Number(target[1]));
  }
  return blocks;
}

/**
 * Reads the assembly of a kernel. A branch to the same or an earlier block closes a loop, which begins there.
 * @returns undefined where the text holds no assembly, as from drivers that give none
 */
export function readAssembly(text: string): Assembly | undefined {
  const blocks = blocksOf(text);
  if (!blocks.some(({ operations }) => operations.some((one) => /^[sv]_/.test(one)))) return undefined;
  const index = new Map(blocks.map(({ number }, i) => [number, i]));
  const ends = new Map<number, number>();
  for (const [i, { targets }] of blocks.entries()) {
    for (const head of targets.map((target) => index.get(target) ?? blocks.length)) if (head <= i) ends.set(head, Math.max(ends.get(head) ?? i, i));
  }
  const spans = [...ends].sort(([a], [b]) => a - b);
  const own = spans.map((): string[] => []);
  let straight = 0;
  for (const [i, { operations }] of blocks.entries()) {
    const around = spans.flatMap(([from, to], n) => (from <= i && i <= to ? [n] : []));
    const inner = around.reduce((a, b) => (spans[b][1] - spans[b][0] < spans[a][1] - spans[a][0] ? b : a), around[0]);
    if (inner === undefined) straight += operations.length;
    else own[inner].push(...operations);
  }
  const loops = spans.map(([from, to], n) => ({ all: blocks.slice(from, to + 1).flatMap(({ operations }) => operations), own: own[n] }));
  return { straight, loops };
}

/**
 * Instructions that one wave executes on its longest path: an upper bound, since branches that are not taken count.
 * @param trips of the loops in the order of the source, matched from the last, where some are unrolled
 * @returns those outside and inside of loops, and whether all trips were known; otherwise each loop counts once
 */
export function longestPath({ straight, loops }: Assembly, trips: readonly number[]): { straight: number; looping: number; known: boolean } {
  const matched = loops.length === 0 ? [] : trips.slice(-loops.length);
  const known = matched.length === loops.length;
  return { straight, looping: loops.reduce((sum, { own }, i) => sum + own.length * (known ? matched[i] : 1), 0), known };
}

const KINDS: readonly (readonly [string, RegExp])[] = [
  ['dual', /^v_dual/],
  ['fp', /^v_(fma|fmac|pk_fma|mad|mac|add_f32|sub_f32|mul_f32|subrev_f32|max_f32|min_f32)/],
  ['select', /^v_cndmask/],
  ['special', /^v_(exp|log|rcp|sqrt|rsq)/],
  ['compare', /^v_cmp/],
  ['move', /^v_mov/],
  ['int', /^v_/],
  ['atomic', /atomic/],
  ['load', /^(buffer|global|flat)_load/],
  ['store', /^(buffer|global)_store/],
  ['scalar load', /^s_(load|buffer)/],
  ['workgroup memory', /^ds_/],
  ['wait', /^s_wait/],
  ['branch', BRANCH],
];

/** Instructions by kind, the most frequent first. */
export function kindsOf(operations: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const operation of operations) {
    const kind = KINDS.find(([, pattern]) => pattern.test(operation))?.[0] ?? 'scalar';
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a);
}
