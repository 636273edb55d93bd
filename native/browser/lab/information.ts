/** The information against the steps of the training, with the values it should reach. */
import { concise } from '../../../src/report/draw/numbers.ts';
import { make, set, svg, symbols } from './dom.ts';
import type { Lab } from './lab.ts';

const HEIGHT = 220;
const LEFT = 36;
const RIGHT = 118;
const BOTTOM = 26;
const TOP = 10;

export function informationPanel(lab: Lab, root: HTMLElement): void {
  const value = make('p', { class: 'value' });
  const chart = svg('svg', { class: 'chart', role: 'img', id: 'chart' });
  root.append(value, chart);
  const redraw = () => {
    say(lab, value);
    draw(lab, chart);
  };
  lab.on(['reading', 'exact', 'settings', 'scene'], redraw);
  new ResizeObserver(redraw).observe(chart);
}

/** The value in words, also for the live region. */
export function informationText({ information, heldOut, exact, computing, noise, reading }: Lab): string[] {
  const coming = computing ? '; its exact value is being computed' : '';
  if (!information) return ['–', `no value yet${coming}`];
  const number = `${minus(concise(information))} nats`;
  const score = exact && heldOut ? `, ${zText((heldOut.mean - exact.value) / heldOut.error)} from the exact value` : '';
  const measured = heldOut ? `held out: ${minus(concise(heldOut))} nats on samples that nothing has learned from${score}` : '';
  const kind = [information === heldOut ? '' : `validation after ${reading?.step} steps`, measured].filter((text) => text !== '').join('; ');
  return [noise ? 'no information' : number, noise ? `${number}, which cannot be told from zero; ${kind}` : kind + coming];
}

/** With a real minus sign. */
const minus = (text: string) => text.replace('-', '−');

const zText = (z: number) => `${z < 0 ? '−' : '+'}${Math.abs(z).toFixed(1)} errors`;

function say(lab: Lab, value: HTMLElement): void {
  const [number, words] = informationText(lab);
  value.replaceChildren(number, make('small', {}, ...symbols(words)));
}

function draw(lab: Lab, chart: SVGElement): void {
  const width = chart.clientWidth;
  if (width === 0) return;
  const { moments } = lab.history;
  const first = moments[0]?.step ?? 0;
  const last = Math.max(moments.at(-1)?.step ?? 0, first + 100);
  const limit = lab.model.limit;
  const top = 1.08 * Math.max(limit?.value ?? 0.1, lab.exact?.value ?? 0, ...moments.map(({ validation }) => validation?.mean ?? 0));
  const x = (step: number) => LEFT + ((step - first) / (last - first)) * (width - LEFT - RIGHT);
  const y = (nats: number) => TOP + (1 - Math.max(0, nats) / top) * (HEIGHT - TOP - BOTTOM);
  const end = width - RIGHT;
  const path = (of: (m: (typeof moments)[number]) => number | undefined) =>
    moments.flatMap((m) => (Number.isFinite(of(m)) ? [`${x(m.step).toFixed(1)} ${y(of(m) as number).toFixed(1)}`] : [])).join('L');
  const line = (name: string, d: string) => (d ? [svg('path', { class: name, d: `M${d}` })] : []);
  const level = (name: string, nats: number) => svg('path', { class: name, d: `M${LEFT} ${y(nats)}H${end}` });
  const labels: Label[] = [];
  const marks: SVGElement[] = [];
  if (limit) {
    marks.push(level('limit', limit.value));
    labels.push({ name: 'limit', y: y(limit.value), text: `${limit.label} = ${limit.value.toFixed(3)}` });
  }
  if (lab.exact) {
    marks.push(level('exact', lab.exact.value));
    labels.push({ name: 'exact', y: y(lab.exact.value), text: `${lab.exact.label} ${lab.exact.value.toFixed(4)}` });
  }
  const now = moments.at(-1);
  if (now?.validation) labels.push({ name: 'validated', y: y(now.validation.mean), text: 'validation' });
  if (now) labels.push({ name: 'in-sample', y: y(now.inSample), text: 'in-sample' });
  chart.replaceChildren(
    ...ticks(top).flatMap((nats) => [
      svg('path', { class: 'axis', d: `M${LEFT} ${y(nats)}H${end}` }),
      svg('text', { x: LEFT - 6, y: y(nats) + 4, 'text-anchor': 'end' }, String(nats)),
    ]),
    svg('text', { x: LEFT, y: HEIGHT - 4 }, `step ${first}`),
    svg('text', { x: end, y: HEIGHT - 4, 'text-anchor': 'end' }, String(last)),
    ...marks,
    ...line(
      'in-sample',
      path((m) => m.inSample),
    ),
    ...band(
      moments.flatMap(({ step, validation }) => (validation && Number.isFinite(validation.error) ? [{ step, ...validation }] : [])),
      x,
      y,
    ),
    ...line(
      'validated',
      path((m) => m.validation?.mean),
    ),
    ...held(lab, x, y),
    ...spread(labels).map((label) => svg('text', { class: label.name, x: end + 8, y: label.y + 4 }, label.text)),
  );
  set(chart, {
    viewBox: `0 0 ${width} ${HEIGHT}`,
    height: HEIGHT,
    'aria-label': `Information in nats after ${now?.step ?? 0} steps: ${informationText(lab).join(', ')}${lab.exact ? `; ${lab.exact.label} ${lab.exact.value.toFixed(4)}` : ''}`,
  });
}

interface Label {
  name: string;
  y: number;
  text: string;
}

/** Labels moved apart, in the order of their heights. */
function spread(labels: Label[]): Label[] {
  const sorted = [...labels].sort((a, b) => a.y - b.y);
  for (let i = 1; i < sorted.length; i++) sorted[i] = { ...sorted[i], y: Math.max(sorted[i].y, sorted[i - 1].y + 14) };
  return sorted;
}

function ticks(top: number): number[] {
  const step = top > 0.4 ? 0.2 : top > 0.2 ? 0.1 : 0.05;
  return Array.from({ length: Math.floor(top / step) + 1 }, (_, i) => Number((i * step).toFixed(2)));
}

function band(points: readonly { step: number; mean: number; error: number }[], x: (step: number) => number, y: (nats: number) => number): SVGElement[] {
  if (points.length < 2) return [];
  const edge = (sign: number) => points.map(({ step, mean, error }) => `${x(step).toFixed(1)} ${y(mean + sign * error).toFixed(1)}`);
  return [svg('path', { class: 'band', d: `M${[...edge(1), ...edge(-1).reverse()].join('L')}z` })];
}

function held({ heldOut }: Lab, x: (step: number) => number, y: (nats: number) => number): SVGElement[] {
  if (!heldOut) return [];
  const { mean, error, step } = heldOut;
  const at = x(step);
  return [svg('path', { class: 'bar', d: `M${at} ${y(mean - error)}V${y(mean + error)}` }), svg('circle', { class: 'held', cx: at, cy: y(mean), r: 5 })];
}
