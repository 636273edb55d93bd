/** Values on the links of a lattice: the right link, the down link, and so on, of every site. */
import { BlockspinError } from '../../core/errors.ts';
import { phrase, setting } from '../../core/phrase.ts';
import { checkTemperature } from '../ising.ts';
import { type Factor, type FactorGraph, factorOf } from '../sum/factors.ts';
import { type AxisBoundary, type Cells, cellAt, cellCount, checkCells, type ExactSpace, placesOf } from './space.ts';

/** Links of a lattice; those over an open end are missing. */
interface Links {
  cells: Cells;
  /** The link of a cell along the k-th axis from the last. */
  link(cell: number, direction: number): number;
  /** The cell one step further along it. */
  next(cell: number, direction: number, steps?: number): number | undefined;
}

function linksOf(sides: readonly number[], boundary: readonly AxisBoundary[]): Links {
  const cells = { sides, boundary, basis: sides.length };
  checkCells(cells);
  const axis = (direction: number) => sides.length - 1 - direction;
  return {
    cells,
    link: (cell, direction) => cell * sides.length + direction,
    next: (cell, direction, steps = 1) =>
      cellAt(
        cells,
        placesOf(cells, cell).map((place, a) => place + (a === axis(direction) ? steps : 0)),
      ),
  };
}

function spaceOf({ cells, link, next }: Links): ExactSpace {
  const sites = cellCount(cells) * cells.basis;
  const there = new Set<number>();
  for (let cell = 0; cell < cellCount(cells); cell++) {
    for (let k = 0; k < cells.basis; k++) if (next(cell, k) !== undefined) there.add(link(cell, k));
  }
  return { sites, present: (site) => there.has(site), bonds: [], cells };
}

/** A space and its weights. */
interface LinkSystem {
  space: ExactSpace;
  graph: FactorGraph;
}

/** Z2 gauge field: exp(K · product of the four links) for each square of the lattice, K = coupling / temperature. */
export function plaquettes(
  sides: readonly number[],
  boundary: readonly AxisBoundary[],
  { coupling, temperature }: { coupling: number; temperature: number },
): LinkSystem {
  checkTemperature({ coupling, temperature });
  const K = coupling / temperature;
  const links = linksOf(sides, boundary);
  const { cells, link, next } = links;
  if (sides.length < 2) {
    const expected = 'two or three sides: a ring has no squares';
    throw new BlockspinError({ setting: 'size', expected, got: sides.join(','), remedy: phrase`use for example ${setting('size', [3, 3])}` });
  }
  const factors: Factor[] = [];
  for (let cell = 0; cell < cellCount(cells); cell++) {
    for (let a = 0; a < sides.length; a++) {
      for (let b = a + 1; b < sides.length; b++) {
        const [along, across] = [next(cell, a), next(cell, b)];
        if (along === undefined || across === undefined) continue;
        const product = productOf([link(cell, a), link(across, a), link(cell, b), link(along, b)], K);
        factors.push(product);
      }
    }
  }
  const space = spaceOf(links);
  return { space, graph: { sites: space.sites, states: 2, factors, present: space.present } };
}

/** exp(K · product of links): those that occur twice cancel. */
function productOf(links: readonly number[], K: number): Factor {
  const odd = [...new Set(links)].filter((one) => links.filter((other) => other === one).length % 2 === 1);
  return factorOf(odd, 2, (...states) => K * states.reduce((sign, state) => (state ? sign : -sign), 1));
}

/** Coverings of the lattice by pairs of neighbours, all equally likely: of the links that meet at a site exactly one is occupied. */
export function coverings(sides: readonly number[], boundary: readonly AxisBoundary[]): LinkSystem {
  const links = linksOf(sides, boundary);
  const { cells, link, next } = links;
  const space = spaceOf(links);
  const factors: Factor[] = [];
  for (let cell = 0; cell < cellCount(cells); cell++) {
    const meeting: number[] = [];
    for (let k = 0; k < sides.length; k++) {
      const before = next(cell, k, -1);
      if (space.present(link(cell, k))) meeting.push(link(cell, k));
      if (before !== undefined) meeting.push(link(before, k));
    }
    factors.push(factorOf([...new Set(meeting)], 2, (...states) => (states.reduce((a, b) => a + b, 0) === 1 ? 0 : Number.NEGATIVE_INFINITY)));
  }
  return { space, graph: { sites: space.sites, states: 2, factors, present: space.present } };
}
