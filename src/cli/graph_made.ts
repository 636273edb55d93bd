/** The graph that the words of a command line name: made here, or read from a file. */
import { BlockspinError } from '../core/errors.ts';
import { ammannBeenker, ammannBeenkerPatch } from '../space/graph/ammann_beenker.ts';
import { honeycombBoard, squareBoard, triangularBoard } from '../space/graph/boards.ts';
import type { Graph } from '../space/graph/graph.ts';
import { GRAPH_NAMES, type GraphName, namedGraph } from '../space/graph/named.ts';
import { readGraph } from '../store/graph/read.ts';
import type { Host } from './host.ts';
import { oneOf } from './models.ts';
import type { Given, OptionName } from './options.ts';

const BOARDS = { square: squareBoard, triangular: triangularBoard, honeycomb: honeycombBoard } as const;
type BoardName = keyof typeof BOARDS;
const TILING = 'ammann-beenker';
/** What is made rather than read. */
export const MADE: readonly string[] = [TILING, ...Object.keys(BOARDS), ...GRAPH_NAMES];

/** Options that only some graphs have. */
const OWN: readonly OptionName[] = ['radius', 'shift', 'size', 'boundary'];
/** Level of the tiling where neither level nor radius is given. */
const LEVEL = 2;
const SIDE = 4;

/** A graph, and what is to be said about it. */
interface Named {
  readonly graph: Graph;
  readonly remarks: readonly string[];
  /** Whether --level has been taken: the graph is the patch. */
  readonly isPatch: boolean;
}

/** @throws BlockspinError for options that this graph does not have, and as the generator or reader */
export async function graphNamed(host: Host, operand: string, given: Given): Promise<Named> {
  if (operand === TILING) return tiling(given);
  if (Object.hasOwn(BOARDS, operand)) {
    checkOptions(operand, given, ['size', 'boundary']);
    const size = [given.size ?? SIDE].flat() as number[];
    const [word = 'open', ...others] = [given.boundary ?? []].flat() as string[];
    if (others.length > 0)
      throw new BlockspinError({ who: '--boundary', expected: 'open or periodic', got: [word, ...others].join(','), remedy: 'both axes have the same' });
    const boundary = oneOf('boundary', word, ['open', 'periodic'] as const);
    return { graph: BOARDS[operand as BoardName]({ size, boundary }), remarks: [], isPatch: false };
  }
  checkOptions(operand, given, []);
  if ((GRAPH_NAMES as readonly string[]).includes(operand)) return { graph: namedGraph(operand as GraphName), remarks: [], isPatch: false };
  return { ...(await fileOrName(host, operand)), isPatch: false };
}

function tiling(given: Given): Named {
  checkOptions(TILING, given, ['radius', 'shift']);
  const { radius, shift, level } = given as { radius?: number; shift?: number[]; level?: number };
  if (radius === undefined) {
    if (shift)
      throw new BlockspinError({
        who: '--shift',
        expected: '--radius beside it',
        got: 'no --radius',
        remedy: 'a patch by --level alone lies about the symmetric centre, without a shift',
      });
    return { graph: ammannBeenkerPatch(level ?? LEVEL), remarks: [], isPatch: true };
  }
  if (shift && shift.length !== 2)
    throw new BlockspinError({ who: '--shift', expected: 'two numbers', got: shift.join(','), remedy: 'write for example --shift 0.3,-0.2' });
  return { graph: ammannBeenker({ radius, ...(shift ? { shift: [shift[0], shift[1]] } : {}) }), remarks: [], isPatch: false };
}

/** A word that looks like no file gets the names that there are. */
async function fileOrName(host: Host, operand: string): Promise<Pick<Named, 'graph' | 'remarks'>> {
  try {
    return await readGraph(host.files, operand);
  } catch (error) {
    if (/[./\\]/.test(operand) || !(error instanceof BlockspinError) || error.parts.expected !== 'a file that can be read') throw error;
    throw new BlockspinError({ who: 'graph', expected: `a file, or one of ${MADE.join(', ')}`, got: operand, remedy: 'check the name or the path' });
  }
}

function checkOptions(operand: string, given: Given, own: readonly OptionName[]): void {
  const odd = OWN.find((name) => given[name] !== undefined && !own.includes(name));
  if (odd === undefined) return;
  const has = own.length > 0 ? `${own.map((name) => `--${name}`).join(' and ')} alone` : 'neither size nor shape, which the graph has';
  throw new BlockspinError({ who: `--${odd}`, expected: `for ${operand} ${has}`, got: [given[odd]].flat().join(','), remedy: `leave --${odd} out` });
}
