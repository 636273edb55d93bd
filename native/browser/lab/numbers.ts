/** The values of the page as a table. */
import { concise, fixed } from '../../../src/report/draw/numbers.ts';
import { make, symbols } from './dom.ts';
import { informationText } from './information.ts';
import type { Lab } from './lab.ts';

export function numbersTable(lab: Lab): HTMLElement {
  const body = make('tbody');
  const details = make(
    'details',
    { id: 'numbers' },
    make('summary', {}, 'The same values as a table'),
    make('div', { class: 'wide', tabindex: 0, role: 'region', 'aria-label': 'Values' }, make('table', {}, body)),
  );
  const redraw = () => {
    if (details.open)
      body.replaceChildren(...rows(lab).map(([name, value]) => make('tr', {}, make('th', { scope: 'row' }, ...symbols(name)), make('td', {}, value))));
  };
  details.addEventListener('toggle', redraw);
  lab.on(['reading', 'settings', 'exact', 'runs', 'place', 'state'], redraw);
  return details;
}

function rows(lab: Lab): [string, string][] {
  const { settings, model, reading, heldOut, exact, place, scene } = lab;
  const { size, block, buffer, shell, replicas, seed, temperature } = settings;
  const { control } = model;
  const each = (values: readonly number[] | undefined) => values?.map((value) => fixed(value, 3)).join(', ') ?? 'none yet';
  return [
    ['model', `${model.title}, ${control ? `${size} × ${size}` : `patch of level ${size}`}`],
    [
      'block, buffer, environment',
      control
        ? `${block}, ${buffer}, ${shell} sites; block at column ${place.x + 1}, row ${place.y + 1}`
        : `region of level ${block}, ${buffer} and ${shell} bonds; ${scene?.patch?.block.length} edges, ${scene?.patch?.environment.length} of the environment`,
    ],
    ...(control ? [[control.noun, `${control.symbol} = ${fixed(temperature, 4)} ${control.unit}`] as [string, string]] : []),
    ['replicas, seed', `${replicas}, ${seed}`],
    ['state', `${scene?.state.playing ? 'running' : 'paused'} after ${reading?.step ?? 0} steps`],
    ['I(H:E)', informationText(lab).join(': ')],
    ['I(H:E), held out', heldOut ? `${concise(heldOut)} nats` : 'not measured'],
    ['exact value', exact ? `${exact.value.toFixed(6)} nats, ${exact.label}` : 'none'],
    ['I(H:E), validation, all replicas', reading?.validation?.map(concise).join(', ') ?? 'none yet'],
    ['I(H:E), in-sample, all replicas', each(reading?.inSample)],
    ...(control ? [[`cosine with the ${reading?.pattern ?? 'uniform'} filter`, each(reading?.cosines)] as [string, string]] : []),
    ['weights of the best filter', reading ? Array.from(reading.filters[reading.best], (w) => fixed(w, 3)).join(', ') : 'none yet'],
    ['energy per site', reading?.energy ? concise(reading.energy) : 'none'],
    ...lab.runs.flatMap(({ temperature: t, information }): [string, string][] =>
      control ? [[`I(H:E) at ${control.symbol} = ${fixed(t, 3)}`, `${concise(information)} nats`]] : [],
    ),
  ];
}
