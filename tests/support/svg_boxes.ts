/** Where texts and curves of a drawn figure lie: a reader of the SVG that Vega writes, without a browser. */
import { textWidth } from '../../src/report/draw/text.ts';

/** A rectangle of the picture, pixels, and what is in it. */
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
  content: string;
}

/** A mark with the frame of its plot. */
interface Curve {
  /** All of its points, pixels. */
  points: [x: number, y: number][];
  frame: Box;
}

/** What a picture holds. */
export interface Laid {
  picture: Box;
  texts: Box[];
  /** Lines of series, fits and guides; rules and ticks of axes are not among them. */
  curves: Curve[];
}

/** x' = a x + c y + e, y' = b x + d y + f. */
type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];
/** Of letters above and below the line, in the size of the font: capitals and digits, and what hangs below. */
const [ASCENT, DESCENT] = [0.74, 0.2];
/** Pixels of a font whose size is not given. */
const USUAL_SIZE = 11;

function times([a, b, c, d, e, f]: Matrix, [p, q, r, s, t, u]: Matrix): Matrix {
  return [a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, a * t + c * u + e, b * t + d * u + f];
}

function apply([a, b, c, d, e, f]: Matrix, x: number, y: number): [number, number] {
  return [a * x + c * y + e, b * x + d * y + f];
}

function matrixOf(transform: string): Matrix {
  return [...transform.matchAll(/(\w+)\(([^)]*)\)/g)].reduce<Matrix>((all, [, name, numbers]) => {
    const [x = 0, y = 0] = numbers.split(/[\s,]+/).map(Number);
    const turn = (x * Math.PI) / 180;
    if (name === 'translate') return times(all, [1, 0, 0, 1, x, y]);
    if (name === 'rotate') return times(all, [Math.cos(turn), Math.sin(turn), -Math.sin(turn), Math.cos(turn), 0, 0]);
    if (name === 'scale') return times(all, [x, 0, 0, numbers.includes(',') ? y : x, 0, 0]);
    throw new Error(`svg_boxes: expected translate, rotate or scale, got ${name}`);
  }, IDENTITY);
}

const attributesOf = (tag: string) => Object.fromEntries([...tag.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));

function boxOf(corners: readonly [number, number][], content: string): Box {
  const [x, y] = [corners.map(([one]) => one), corners.map(([, one]) => one)];
  return { left: Math.min(...x), right: Math.max(...x), top: Math.min(...y), bottom: Math.max(...y), content };
}

/** End points of the segments of a path of M, L, H, V, C and Z, as Vega writes them. */
function pointsOf(d: string): [number, number][] {
  const points: [number, number][] = [];
  let [x, y] = [0, 0];
  for (const [, command, rest] of d.matchAll(/([MLHVCZ])([^MLHVCZ]*)/gi)) {
    const numbers = (rest.match(/-?[\d.]+(?:e-?\d+)?/g) ?? []).map(Number);
    const relative = command === command.toLowerCase();
    const size = { H: 1, V: 1, M: 2, L: 2, C: 6 }[command.toUpperCase()] ?? 0;
    for (let i = 0; size > 0 && i + size <= numbers.length; i += size) {
      const last = numbers.slice(i, i + size);
      const [dx, dy] =
        command.toUpperCase() === 'H' ? [last[0], relative ? 0 : y] : command.toUpperCase() === 'V' ? [relative ? 0 : x, last[0]] : last.slice(-2);
      [x, y] = relative ? [x + dx, y + dy] : [dx, dy];
      points.push([x, y]);
    }
  }
  return points;
}

/** One box for each line of a text; indices, which are set smaller, are part of theirs. */
function textBoxes(matrix: Matrix, { 'text-anchor': anchor, 'font-size': given, transform = '' }: Record<string, string>, inside: string): Box[] {
  const size = Number.parseFloat(given ?? '') || USUAL_SIZE;
  const at = times(matrix, matrixOf(transform));
  let down = 0;
  return inside.split(/(?=<tspan x="0")/).flatMap((line) => {
    down += Number(/^<tspan x="0" dy="([\d.]+)"/.exec(line)?.[1] ?? 0);
    const content = line.replace(/<[^>]*>|\u200b/g, '').replace(/&\w+;/g, '+');
    if (content.trim() === '') return [];
    const width = textWidth(content, size);
    const left = anchor === 'middle' ? -width / 2 : anchor === 'end' ? -width : 0;
    const corners = [left, left + width].flatMap((x) => [down - ASCENT * size, down + DESCENT * size].map((y) => apply(at, x, y)));
    return boxOf(corners, content);
  });
}

interface Open {
  matrix: Matrix;
  line: boolean;
  frame: Box | undefined;
}

/** Reads a figure that `figureSvg` has drawn. */
export function laidOut(svg: string): Laid {
  const [, width, height] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? [];
  const laid: Laid = { picture: { left: 0, top: 0, right: Number(width), bottom: Number(height), content: 'picture' }, texts: [], curves: [] };
  const open: Open[] = [{ matrix: IDENTITY, line: false, frame: undefined }];
  for (const [tag, name, end, inside] of svg.matchAll(/<\/?(text|g|path)\b[^>]*?(\/?)>(?:(?<=<text[^>]*[^/]>)(.*?)<\/text>)?/gs)) {
    const now = open[open.length - 1];
    const attributes = attributesOf(tag.slice(0, tag.indexOf('>') + 1));
    if (tag.startsWith('</')) {
      if (name === 'g') open.pop();
    } else if (name === 'text') {
      // Labels of an axis that would touch others are still there, unseen.
      if (inside && attributes.opacity !== '0') laid.texts.push(...textBoxes(now.matrix, attributes, inside));
    } else if (name === 'g' && end === '') {
      const line = attributes.class === undefined ? now.line : /\bmark-line\b/.test(attributes.class);
      open.push({ matrix: times(now.matrix, matrixOf(attributes.transform ?? '')), line, frame: now.frame });
    } else if (name === 'path') {
      const matrix = times(now.matrix, matrixOf(attributes.transform ?? ''));
      const points = pointsOf(attributes.d ?? '').map(([x, y]) => apply(matrix, x, y));
      if (attributes.class === 'background') now.frame = boxOf(points, 'frame');
      else if (now.line && now.frame) laid.curves.push({ points, frame: now.frame });
    }
  }
  return laid;
}

/** How far two boxes lie in each other, pixels; at most 0 where they do not. */
export function depth(a: Box, b: Box): number {
  return Math.min(a.right - b.left, b.right - a.left, a.bottom - b.top, b.bottom - a.top);
}

/** How far a point lies outside a box, pixels; at most 0 where it does not. */
export function outside([x, y]: readonly [number, number], { left, top, right, bottom }: Box): number {
  return Math.max(left - x, x - right, top - y, y - bottom);
}
