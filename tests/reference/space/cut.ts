/** Where windows are cut, by definition: every site of a lattice is asked how far it is from a block. */

/** A lattice with the settings of a cut; lists by axis, the slowest first. */
export interface CutCase {
  extents: readonly number[];
  periodic: readonly boolean[];
  holes?: readonly number[];
  block: readonly number[];
  /** Widths of the buffer and of the environment of each window; Infinity: everything beyond the buffer. */
  windows: readonly { buffer: readonly number[]; shell: readonly number[] }[];
  at?: readonly number[];
  stride?: readonly number[];
  /** Then the first axis is time, along which block, buffer and shell have no entry. */
  lag?: number;
}

/** All coordinates of a lattice in C order. */
function sites(extents: readonly number[]): number[][] {
  return extents.reduce<number[][]>((all, extent) => all.flatMap((site) => Array.from({ length: extent }, (_, c) => [...site, c])), [[]]);
}

const numberOf = (site: readonly number[], extents: readonly number[]) => site.reduce((before, c, a) => before * extents[a] + c, 0);

/** A site as offset from the block along one axis; around a periodic one the offset in whose middle the block lies. */
function offset(site: number, first: number, side: number, extent: number, periodic: boolean): number {
  if (!periodic) return site - first;
  const before = Math.floor((extent - side) / 2);
  return ((((site - first + before) % extent) + extent) % extent) - before;
}

/** Sites between an offset and the block: 0 inside. */
const gap = (o: number, side: number) => Math.max(0, -o, o - side + 1);

/**
 * V, B and E of a window whose block begins at a site, as site numbers in the order of their offsets. Sites without a value are in none.
 * With a lag B holds what the buffer takes away.
 */
export function partsAt(n: CutCase, w: number, first: readonly number[]): Record<'visible' | 'buffer' | 'environment', number[]> {
  const holes = new Set(n.holes);
  const { buffer, shell } = n.windows[w];
  const shift = n.lag === undefined ? 0 : 1;
  const parts: Record<'visible' | 'buffer' | 'environment', { site: number; offsets: number[] }[]> = { visible: [], buffer: [], environment: [] };
  for (const site of sites(n.extents)) {
    const number = numberOf(site, n.extents);
    if (holes.has(number)) continue;
    const offsets = n.block.map((side, a) => offset(site[a + shift], first[a + shift], side, n.extents[a + shift], n.periodic[a + shift]));
    const gaps = offsets.map((o, a) => gap(o, n.block[a]));
    const inBlock = gaps.every((each) => each === 0);
    const near = gaps.every((each, a) => each <= buffer[a]) && (n.lag === undefined || buffer.some((width) => width > 0));
    const far = gaps.some((each, a) => each > buffer[a] + shell[a]);
    const now = n.lag === undefined || site[0] === first[0];
    const then = n.lag === undefined || site[0] === first[0] + n.lag;
    const entry = { site: number, offsets };
    if (now && inBlock) parts.visible.push(entry);
    else if (then && near) parts.buffer.push(entry);
    else if (then && !far) parts.environment.push(entry);
  }
  const ordered = (list: { site: number; offsets: number[] }[]) =>
    list.sort((a, b) => a.offsets.map((o, i) => o - b.offsets[i]).find((d) => d !== 0) ?? 0).map(({ site }) => site);
  return { visible: ordered(parts.visible), buffer: ordered(parts.buffer), environment: ordered(parts.environment) };
}

/** First sites of all blocks, in C order: those at which every window exists and has all its values. */
export function firstSites(n: CutCase): number[][] {
  const { extents, periodic, block, windows, at, stride, lag, holes = [] } = n;
  const shift = lag === undefined ? 0 : 1;
  const whole = (first: readonly number[]) =>
    windows.every((_, w) => {
      const parts = partsAt({ ...n, holes: [] }, w, first);
      return [parts.visible, parts.buffer, parts.environment].flat().every((site) => !holes.includes(site));
    });
  return sites(extents).filter((first) => {
    if (lag !== undefined && first[0] + lag >= extents[0]) return false;
    if (at && !stride) return at.every((c, a) => first[a + shift] === c);
    const inSteps = block.every((_, a) => (first[a + shift] - (at?.[a] ?? 0)) % (stride?.[a] ?? 1) === 0);
    const inside = block.every((side, a) => {
      const margin = Math.max(...windows.map(({ buffer, shell }) => buffer[a] + shell[a]));
      const [c, extent] = [first[a + shift], extents[a + shift]];
      return periodic[a + shift] || (c - margin >= 0 && c + side + margin <= extent);
    });
    return inSteps && inside && whole(first);
  });
}
