/** Which system is shown: model, lattice, block, buffer, environment and replicas. */
import { LAB_MODELS } from '../../../src/lab/catalogue.ts';
import { checked, fits, type LabSettings } from '../../../src/lab/settings.ts';
import { make } from './dom.ts';
import type { Lab } from './lab.ts';

type Key = 'size' | 'block' | 'buffer' | 'shell' | 'replicas';

const WIDTHS = [0, 1, 2, 3, 4, 6, 8];

export function systemForm(lab: Lab, form: HTMLElement): void {
  form.addEventListener('submit', (event) => event.preventDefault());
  lab.on(['scene'], () => fill(lab, form));
}

function fill(lab: Lab, form: HTMLElement): void {
  const { settings, model, source } = lab;
  const focused = (document.activeElement as HTMLElement | null)?.id;
  const recorded = source.recorded;
  const change = (wanted: Partial<LabSettings>) => void lab.show(checked({ ...settings, ...wanted }).settings, lab.scene?.state.playing);
  const models = select(
    'model',
    'model',
    LAB_MODELS.map(({ id, title }) => [id, title]),
    settings.model,
    (value) => void lab.show(checked({ model: value, replicas: settings.replicas, seed: settings.seed }).settings, lab.scene?.state.playing),
    recorded,
  );
  const number = (key: Key, text: string, values: readonly number[], possible: (value: number) => boolean) =>
    select(
      key,
      text,
      values.filter(possible).map((value) => [String(value), String(value)]),
      String(settings[key]),
      (value) => change({ [key]: Number(value) }),
      recorded,
    );
  const tiling = model.view === 'tiling';
  const fitting = (key: Key) => (value: number) => fits({ ...settings, [key]: value });
  const systems = recorded ? [recordedSystems(lab)] : [];
  form.replaceChildren(
    ...systems,
    ...(recorded
      ? []
      : [
          models,
          number('size', tiling ? 'patch, level' : 'lattice L', model.sizes, () => true),
          number('block', tiling ? 'block, level' : 'block b', model.blocks, (value) => fits({ ...settings, block: value })),
          number('buffer', 'buffer', WIDTHS, fitting('buffer')),
          number('shell', 'environment', WIDTHS.slice(1), fitting('shell')),
          number('replicas', 'replicas R', [1, 2, 4, 8, 16, 32], () => true),
        ]),
  );
  if (focused) document.getElementById(focused)?.focus();
}

/** Of recorded runs there are only some. */
function recordedSystems(lab: Lab): HTMLElement {
  const { settings } = lab;
  const systems = [
    { size: 8, block: 2 },
    { size: 32, block: 4 },
  ];
  const name = ({ size, block }: { size: number; block: number }) => `${size} × ${size}, block ${block} × ${block}`;
  const chosen = systems.findIndex(({ size, block }) => size === settings.size && block === settings.block);
  return select(
    'recording',
    'recorded system',
    systems.map((one, i) => [String(i), name(one)]),
    String(chosen),
    (i) => void lab.show(systems[Number(i)]),
    false,
  );
}

function select(
  id: string,
  text: string,
  options: readonly (readonly [string, string])[],
  value: string,
  act: (value: string) => void,
  disabled: boolean,
): HTMLElement {
  const made = make('select', { id: `set-${id}`, disabled }, ...options.map(([key, name]) => make('option', { value: key, selected: key === value }, name)));
  made.addEventListener('change', () => act(made.value));
  return make('label', {}, text, made);
}
