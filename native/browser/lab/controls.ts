/** Play, step, reset, measure, and the temperature with its transition and the points measured before. */
import { concise } from '../../../src/report/draw/numbers.ts';
import { button, make, set, svg, svgSymbols, symbols } from './dom.ts';
import type { Lab } from './lab.ts';

const SPEEDS = [
  [0.25, 'slow'],
  [1, 'normal'],
  [3, 'fast'],
] as const;

export function controlsPanel(lab: Lab, root: HTMLElement): void {
  const play = button('Play', () => toggle(lab), { class: 'primary', 'aria-keyshortcuts': 'Space' });
  const measure = button('Measure', () => void lab.measure(), { title: 'Refines the estimate and evaluates it on samples that nothing has learned from' });
  const speed = make('select', { 'aria-label': 'Speed' }, ...SPEEDS.map(([value, name]) => make('option', { value, selected: value === 1 }, name)));
  speed.addEventListener('change', () => {
    lab.speed = Number(speed.value);
  });
  const seed = button('Seed', () => void lab.reset(Math.floor(Math.random() * 1e6)), { 'aria-label': 'New seed' });
  const row = make(
    'div',
    { class: 'row' },
    play,
    button('Step', () => void lab.step(), { 'aria-keyshortcuts': '.' }),
    button('Reset', () => void lab.reset(), { 'aria-keyshortcuts': 'r' }),
    seed,
    measure,
    make('span', { id: 'speed' }, speed),
  );
  root.append(row, temperature(lab));
  lab.on(['state', 'scene'], () => {
    const state = lab.scene?.state;
    play.textContent = state?.playing ? 'Pause' : 'Play';
    set(measure, { disabled: !lab.scene || state?.phase === 'measuring' || state?.phase === 'compiling' });
    set(seed, { disabled: lab.source.recorded, title: lab.source.recorded ? 'A recorded run has one seed' : undefined });
  });
}

export function toggle(lab: Lab): void {
  if (lab.scene?.state.playing) lab.pause();
  else lab.play();
}

function temperature(lab: Lab): HTMLElement {
  const slider = make('input', { type: 'range', id: 'temperature' });
  const label = make('label', { for: 'temperature' });
  const output = make('output', { for: 'temperature' });
  const back = button('Undo', () => lab.undo(), { 'aria-label': 'Undo the last change of temperature' });
  const scan = svg('svg', { class: 'scan', role: 'img' });
  slider.addEventListener('input', () => {
    lab.setTemperature(Number(slider.value));
    slider.value = String(lab.settings.temperature);
  });
  const line = make('div', { class: 'line' }, make('div', {}, label, make('div', {}, output)), back);
  const whole = make('div', { class: 'temperature' }, line, scan, slider);
  const none = make('p', { class: 'note' }, 'All matchings are equally likely: there is no temperature.');
  lab.on(['settings', 'scene'], () => {
    const { control } = lab.model;
    none.hidden = control !== undefined;
    whole.hidden = control === undefined;
    if (!control) return;
    const { least, most, step, symbol, unit, noun, mark } = control;
    const value = lab.settings.temperature;
    set(slider, {
      min: least,
      max: most,
      step,
      'aria-valuetext': `${symbol} = ${rounded(value)} ${unit}${near(value, mark.value) ? ', at the transition' : ''}`,
    });
    slider.value = String(value);
    label.replaceChildren(...symbols(`${noun[0].toUpperCase()}${noun.slice(1)}${unit ? `, ${unit}` : ''}`));
    output.replaceChildren(make('i', {}, symbol), ` = ${rounded(value)}`, ...(near(value, mark.value) ? [' = ', ...symbols(mark.label)] : []));
    set(back, { disabled: lab.past.length === 0 });
  });
  const redraw = () => drawScan(lab, scan);
  lab.on(['settings', 'runs', 'reading', 'scene'], redraw);
  new ResizeObserver(redraw).observe(scan);
  return make('div', {}, whole, none);
}

const near = (a: number, b: number) => Math.abs(a - b) < 2e-3;
const rounded = (value: number) => String(Number(value.toFixed(3)));

/** Half of the slider's thumb: the track begins and ends there. */
const INSET = 10;
const HEIGHT = 76;

/** I over the control parameter, above the slider and on its scale. */
function drawScan(lab: Lab, scan: SVGElement): void {
  const width = scan.clientWidth;
  const { control } = lab.model;
  if (width === 0 || !control) return;
  const { least, most, mark, symbol, noun } = control;
  const x = (t: number) => INSET + ((t - least) / (most - least)) * (width - 2 * INSET);
  const y = (nats: number) => HEIGHT - 14 - (Math.max(0, nats) / 0.72) * (HEIGHT - 24);
  const { information } = lab;
  const points = [
    ...lab.runs.map((run) => ({ ...run, past: true })),
    ...(information ? [{ temperature: lab.settings.temperature, information, past: false }] : []),
  ];
  const at = x(mark.value);
  const right = at > width - 60;
  set(scan, {
    viewBox: `0 0 ${width} ${HEIGHT}`,
    'aria-label': `Information by ${noun}: ${points.map(({ temperature, information: i }) => `${symbol} = ${rounded(temperature)}, ${concise(i)} nats`).join('; ') || 'no point yet'}; ${mark.label} is ${rounded(mark.value)}`,
  });
  scan.replaceChildren(
    svg('path', { class: 'axis', d: `M${INSET} ${y(0)}H${width - INSET}M${INSET} ${y(Math.LN2)}H${width - INSET}` }),
    svg('text', { x: width - INSET, y: y(Math.LN2) + 12, 'text-anchor': 'end' }, 'ln 2'),
    svg('text', { x: width - INSET, y: y(0) - 4, 'text-anchor': 'end' }, '0'),
    svg('path', { class: 'marked', d: `M${at} ${y(0.72)}V${HEIGHT}` }),
    svg('text', { class: 'marked', x: at + (right ? -5 : 5), y: HEIGHT - 2, 'text-anchor': right ? 'end' : 'start' }, ...svgSymbols(mark.label)),
    ...points.flatMap(({ temperature, information: { mean, error }, past }) => [
      svg('path', { class: 'bar', d: `M${x(temperature)} ${y(mean - error)}V${y(mean + error)}` }),
      svg('circle', { class: past ? 'point past' : 'point', cx: x(temperature), cy: y(mean), r: past ? 3.5 : 4.5 }),
    ]),
  );
}
