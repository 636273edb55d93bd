/** From configurations to words: a trained filter applied to its listed block, with everything that is known of the place from the graph. */

import { Blocking } from '../../analysis/field/blocking.ts';
import type { WordInput } from '../../analysis/words/analysis.ts';
import type { LatticeSamples } from '../../analysis/words/lattice.ts';
import type { SuperSamples } from '../../analysis/words/super_dimers.ts';
import { wordNumber } from '../../analysis/words/words.ts';
import { BlockspinError } from '../../core/errors.ts';
import { isPackedAlphabet, type PackedAlphabet } from '../../space/encoding.ts';
import { bondsFrom } from '../../space/graph/distance.ts';
import { type NeighbourExits, neighbourExits, tipsOf } from '../../space/graph/exits.ts';
import type { Graph } from '../../space/graph/graph.ts';
import { type Region, regionsAround } from '../../space/graph/regions.ts';
import { type Image, imagesIfFew } from '../../space/graph/symmetry.ts';
import type { SiteList } from '../../space/sites.ts';
import { numberedSpace } from '../../space/space.ts';
import { blockingOf, type CoarseRule } from './rule.ts';

/** A filter on listed sites, and where they lie. */
export interface WordRequest {
  readonly rule: CoarseRule;
  readonly sites: SiteList;
  /** Where values are those of the edges of a graph: the graph, and the node around which its regions are. */
  readonly around?: { readonly graph: Graph; readonly centre: number } | undefined;
  /** Samples that will be added, and the independent chains that they come from: sample i is of chain i modulo this. */
  readonly samples: number;
  readonly chains: number;
  /** Of the draws for ties. */
  readonly seed: number;
}

/** The neighbours around a centre, one scale above its region of a level. */
export interface Star {
  readonly level: number;
  readonly neighbours: readonly NeighbourExits[];
}

/** The block as it lies around another node. */
export interface LatticeImage extends Image {
  /** From the centre to that node. */
  readonly bonds: number;
}

/** Other nodes at which words are read, at most. */
const MOST_PLACES = 64;

/** What the graph says of a block of edges. */
export interface BlockPlace {
  readonly centre: number;
  /** The smallest region that holds the block. */
  readonly region?: Region;
  /** Ways in which block and environment lie on themselves; the identity is the first. */
  readonly images: readonly Image[];
  /** The block around other nodes, so far as they look like the centre. */
  readonly lattice: readonly LatticeImage[];
  /** Next neighbours in the graph, and those around the region and the next ones, as far as the graph reaches. */
  readonly stars: readonly Star[];
}

/**
 * Region, symmetries and neighbours of a block of edges. @throws BlockspinError as `regionsAround`
 */
export function placeOf(graph: Graph, centre: number, { block, environment }: SiteList): BlockPlace {
  const { regions } = regionsAround(graph, centre);
  const region = regions.find(({ edges }) => {
    const inside = new Set(edges);
    return block.every((e) => inside.has(e));
  });
  // Edges of ghosts have no images.
  const ghosts = new Set(graph.ghosts);
  const whole = [...block, ...environment].every((e) => !graph.edges[e].some((node) => ghosts.has(node)));
  const images = whole ? imagesIfFew(graph, centre, [...block, ...environment]).filter((image) => onItself(image, centre, block)) : [];
  // The next level, and the one after it, which is where the tiling is itself again.
  const levels = region ? [-1, ...[0, 1, 2].map((up) => region.level + up).filter((level) => level < regions.length)] : [];
  const stars = levels.map((level) => ({ level, neighbours: neighbourExits(graph, centre, level) })).filter(({ neighbours }) => neighbours.length > 2);
  return { centre, ...(region ? { region } : {}), images, lattice: whole ? latticeOf(graph, centre, block) : [], stars };
}

/** The block around the other nodes that look like the centre, the nearest first: of all ways in which it lies there the one that is turned least. */
function latticeOf(graph: Graph, centre: number, block: readonly number[]): LatticeImage[] {
  const bonds = bondsFrom(graph, centre);
  const least = new Map<number, Image>();
  for (const image of imagesIfFew(graph, centre, block)) {
    const before = least.get(image.centre);
    if (image.centre !== centre && (!before || turned(image) < turned(before))) least.set(image.centre, image);
  }
  const all = [...least.values()].map((image) => ({ ...image, bonds: bonds[image.centre] }));
  return all.sort((a, b) => a.bonds - b.bonds || a.centre - b.centre).slice(0, MOST_PLACES);
}

const turned = ({ turn = 0, mirrored = false }: Image) => turn + (mirrored ? 1000 : 0);

function onItself({ centre: to, edges }: Image, centre: number, block: readonly number[]): boolean {
  const own = new Set(block);
  return to === centre && [...edges].every((e, i) => i >= block.length || own.has(e));
}

/** Collects words and what stands beside them. */
export class WordSamples {
  readonly place: BlockPlace | undefined;
  readonly #request: WordRequest;
  readonly #blocking: Blocking;
  readonly #alphabet: PackedAlphabet;
  /** The block, its images, and those around other nodes. */
  readonly #blocks: readonly ArrayLike<number>[];
  readonly #words: Uint32Array[];
  readonly #environment: Uint8Array;
  readonly #tips: { readonly of: Exit; readonly angles: readonly number[]; readonly found: Uint8Array } | undefined;
  readonly #stars: readonly { readonly of: readonly Exit[]; readonly found: Uint8Array }[];
  #done = 0;

  /** @throws BlockspinError for values that are neither of two nor of a few states, a continuous H, and as `blockingOf` */
  constructor(request: WordRequest) {
    const { rule, sites, around, samples, seed } = request;
    const { alphabet } = rule;
    if (!isPackedAlphabet(alphabet) || rule.states === undefined) {
      const got = rule.states === undefined ? 'a continuous H' : alphabet.kind;
      throw new BlockspinError({ who: 'words', expected: 'values and H of two or a few states', got, remedy: 'train with another filter' });
    }
    this.#request = request;
    this.#alphabet = alphabet;
    const { block } = sites;
    this.#blocking = new Blocking(blockingOf({ ...rule, sides: [block.length] }, numberedSpace(block.length), seed));
    this.place = around && placeOf(around.graph, around.centre, sites);
    const { images = [], lattice = [], region, stars = [] } = this.place ?? {};
    this.#blocks = [block, ...[...images, ...lattice].map(({ edges }) => edges.subarray(0, block.length))];
    this.#words = this.#blocks.map(() => new Uint32Array(samples));
    this.#environment = new Uint8Array(samples * this.inputs);
    const tips = around && region && tipsOf(around.graph, around.centre, region);
    this.#tips = tips && { of: exitOf(tips.edges), angles: tips.angles, found: new Uint8Array(samples) };
    this.#stars = stars.map(({ neighbours }) => ({
      of: neighbours.map(({ centre, left, right }) => exitOf([centre, left, right])),
      found: new Uint8Array(samples * neighbours.length),
    }));
  }

  /** Inputs of E of one sample: one of two states, q of q states. */
  get inputs(): number {
    return this.#request.sites.environment.length * (this.#alphabet.kind === 'binary' ? 1 : this.#alphabet.values.length);
  }

  /** Components of H, and states of each. */
  get components(): number {
    return this.#blocking.components;
  }

  /**
   * Adds configurations, in which chain after chain stands.
   * @param values (count, values of a configuration)
   */
  add(values: ArrayLike<number | bigint>, count: number): void {
    const each = values.length / count;
    const { rule } = this.#request;
    const block = new Float64Array(this.#request.sites.block.length);
    for (let n = 0; n < count; n++, this.#done++) {
      const at = n * each;
      this.#blocks.forEach((edges, image) => {
        for (let i = 0; i < block.length; i++) block[i] = Number(values[at + edges[i]]);
        this.#words[image][this.#done] = wordNumber(this.#blocking.of(block, 0, this.#done), rule.states as number);
      });
      this.#readEnvironment(values, at);
      const up = (e: number) => Number(values[at + e]) === this.#alphabet.values[1];
      if (this.#tips) this.#tips.found[this.#done] = this.#tips.of(up);
      for (const { of, found } of this.#stars) {
        of.forEach((exit, i) => {
          found[this.#done * of.length + i] = exit(up);
        });
      }
    }
  }

  #readEnvironment(values: ArrayLike<number | bigint>, at: number): void {
    const { environment } = this.#request.sites;
    const { kind, values: states } = this.#alphabet;
    let to = this.#done * this.inputs;
    for (const site of environment) {
      const value = Number(values[at + site]);
      if (kind === 'binary') this.#environment[to++] = value === states[1] ? 1 : 0;
      else for (const state of states) this.#environment[to++] = value === state ? 1 : 0;
    }
  }

  /** The input of `analyseWords`. */
  words(): WordInput {
    const { chains } = this.#request;
    const [words, ...all] = this.#words;
    const moved = all.slice(0, this.place?.images.length ?? 0);
    const around = this.place?.stars.findIndex(({ level }) => level === this.place?.region?.level) ?? -1;
    const star = this.#stars[around];
    const neighbours = this.place?.stars[around]?.neighbours;
    // The neighbour that the one dimer goes to is the one whose own dimer comes to the centre.
    const directions =
      this.#tips && star && neighbours && Uint8Array.from(words, (_, i) => star.of.findIndex((_, k) => star.found[i * star.of.length + k] === 0));
    return {
      words,
      chains,
      environment: this.#environment,
      inputs: this.inputs,
      ...(moved.length > 0 ? { moved } : {}),
      ...(this.#tips ? { tips: { of: this.#tips.found, angles: this.#tips.angles } } : {}),
      ...(directions && neighbours ? { directions: { of: directions, angles: neighbours.map(({ angle }) => angle) } } : {}),
    };
  }

  /** The input of `wordLattice`, but for the words to be told apart: those at the block, and around the other nodes of the place. */
  lattice(): Omit<LatticeSamples, 'kept'> {
    const [words, ...all] = this.#words;
    return { words, others: all.slice(this.place?.images.length ?? 0), chains: this.#request.chains };
  }

  /** The inputs of `superDimers`, one for each of the stars of the place. */
  stars(): SuperSamples[] {
    return this.#stars.map(({ of, found }) => ({ classes: found, neighbours: of.length, chains: this.#request.chains }));
  }
}

/** Which list of edges holds the one with a dimer. */
type Exit = (up: (e: number) => boolean) => number;

function exitOf(lists: readonly (readonly number[])[]): Exit {
  return (up) => {
    const found = lists.findIndex((edges) => edges.some(up));
    if (found >= 0) return found;
    throw new BlockspinError({ who: 'words', expected: 'one occupied edge out of every region', got: 'none', remedy: 'give perfect matchings of this graph' });
  };
}
