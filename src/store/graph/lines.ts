/** Lists of edges as text: an edge in each line. */
import { textOf } from '../encoding.ts';
import type { Bad, GraphFile } from './file.ts';

const isNumber = (word: string) => word !== '' && Number.isFinite(Number(word));
/** What networkx writes behind the nodes: {} or {'weight': 2.0}. */
const DICTIONARY = /\{([^{}]*)\}\s*$/;
const WEIGHT = /['"]weight['"]\s*:\s*([^,\s}]+)/;

/** Two nodes and perhaps a weight in each line. A first line of words alone has the names of the columns. */
export function linesFile(bytes: Uint8Array, bad: Bad): GraphFile {
  const lines = textOf(bytes)
    .split(/\r?\n/)
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== '')
    .map(wordsOf);
  const [first = [], ...others] = lines;
  const names = others.length > 0 && first.length >= 2 && first.length <= 3 && !first.some(isNumber) && others[0].every(isNumber);
  const rows = (names ? others : lines).map((words) => words.map((word) => (isNumber(word) ? Number(word) : word)));
  return { ...edgesOf(rows, bad), nodes: undefined, remarks: names ? [`the first line has names of columns: ${first.join(', ')}`] : [] };
}

function wordsOf(line: string): string[] {
  const weight = WEIGHT.exec(DICTIONARY.exec(line)?.[1] ?? '')?.[1];
  const words = line
    .replace(DICTIONARY, '')
    .trim()
    .split(/[\s,;]+/);
  return weight === undefined ? words : [...words, weight];
}

/**
 * Rows of two nodes and perhaps a weight.
 * @param rows of anything, so that the message shows what else there is
 */
export function edgesOf(rows: readonly unknown[], bad: Bad): Pick<GraphFile, 'edges' | 'weights'> {
  let weighted = false;
  const all = rows.map((row) => {
    const good = Array.isArray(row) && (row.length === 2 || row.length === 3) && row.every((one) => typeof one === 'number');
    if (!good) throw bad('two nodes, and a coupling or weight if it is not 1, for each edge', (JSON.stringify(row) ?? 'nothing').slice(0, 40));
    weighted ||= row.length === 3;
    return row as number[];
  });
  return { edges: all.map(([a, b]) => [a, b] as const), ...(weighted ? { weights: all.map(([, , weight = 1]) => weight) } : {}) };
}
