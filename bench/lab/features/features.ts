/**
 * What works with which model, read off the records: what they list, and what their checks let through. No model is named here,
 * so that a new record appears by itself.
 */
import { BlockspinError } from '../../../src/core/errors.ts';
import { completed } from '../../../src/core/settings.ts';
import type { Layout, Model, Settings } from '../../../src/model/model.ts';
import { cell, table } from '../markdown.ts';

const YES = 'yes';
const NO = '–';

/** Settings with all defaults; where some have none, as fixed data, nothing. */
function defaults(model: Model): Settings | undefined {
  try {
    return { ...completed(model.settings, {}), ...(model.sampled ? { size: model.sampled.size } : {}) };
  } catch {
    return undefined;
  }
}

/** The words of a fact, where it can be known without data. */
function known(model: Model, words: (settings: Settings) => string): string {
  const settings = defaults(model);
  return settings ? words(settings) : 'as the data have it';
}

function alphabetWords(model: Model, settings: Settings): string {
  const alphabet = model.alphabet(settings);
  if (alphabet.kind === 'angles') return 'angles';
  if (alphabet.kind === 'reals') return 'real numbers';
  return alphabet.kind === 'counts' ? 'whole numbers from 0' : alphabet.values.join(', ').replace(/, ([^,]*)$/, ' or $1');
}

function spaceWords(model: Model, settings: Settings): string {
  const { extents, boundary, channels, translations } = model.space(settings);
  if (translations === 'none') return 'graph';
  const axes = ['', 'chain', 'square lattice', 'cubic lattice'][extents.length];
  const each = boundary.every((one) => one === boundary[0]) ? boundary[0] : boundary.join(', ');
  return `${each} ${axes}${channels > 1 ? `, ${channels} values of each site` : ''}`;
}

const numbers = (values: readonly number[]) =>
  values.map((value) => (value === Number.POSITIVE_INFINITY ? 'inf' : String(Number(value.toFixed(6))))).join(', ');

function controlWords({ control }: Model): string {
  return `${control.noun} ${control.symbol}${control.unit === '' ? '' : `, ${control.unit}`}${control.infinite ? ', infinity allowed' : ''}`;
}

function criticalWords(model: Model, settings: Settings): string {
  const transition = model.transition(settings);
  return transition ? `${transition.label} = ${Number(transition.value.toFixed(6))} (${transition.source})` : NO;
}

/** Facts of a model, each a row of the table. */
const FACTS: readonly (readonly [name: string, of: (model: Model) => string])[] = [
  ['the model, with its defaults', (model) => known(model, (settings) => model.title(settings))],
  ['values live on', (model) => model.support],
  ['of a', (model) => known(model, (settings) => spaceWords(model, settings))],
  ['a value is', (model) => known(model, (settings) => alphabetWords(model, settings))],
  ['and reaches the networks as', (model) => known(model, (settings) => model.encoding(settings).kind)],
  ['points of a scan', (model) => (model.sampled ? controlWords(model) : NO)],
  ['transition', (model) => known(model, (settings) => criticalWords(model, settings))],
  [
    '`blockspin sample`: defaults',
    ({ sampled, control }) => (sampled ? `${sampled.size === undefined ? '' : `size ${sampled.size}, `}${control.symbol} = ${numbers(sampled.points)}` : NO),
  ],
  ['`blockspin train`, `train()`', () => YES],
  [
    '`blockspin study`: axes',
    (model) =>
      model.sampled
        ? [...(Object.hasOwn(model.settings, 'size') ? ['size'] : []), model.control.key, ...model.axes].map((axis) => `\`${axis}\``).join(', ')
        : NO,
  ],
  ['correlators in a study', ({ operators }) => (operators ? YES : NO)],
  ['tables of operators in a study', ({ fieldTheory }) => (fieldTheory ? YES : NO)],
  ['moves, the default first', ({ moves, sampled }) => (sampled ? moves.join(', ') : NO)],
  ['choice of a move by measuring', ({ choose }) => (choose ? YES : NO)],
  ['fewer than 32 large lattices', ({ layouts }) => (layouts.includes('lattices') ? YES : NO)],
  [
    'equilibration is watched by',
    ({ watched }) =>
      Object.values(watched)
        .map(({ label }) => label)
        .join(', '),
  ],
  ['`blockspin sample --error` is of', ({ precise }) => (precise ? `${precise.observable}, ${precise.unit}` : NO)],
  ['`blockspin exact`', ({ exact }) => exact ?? NO],
];

/** Something that may be asked of a model that moves in a certain way. */
interface Asked {
  readonly name: string;
  /** Settings beside the defaults. */
  readonly settings?: Settings;
  readonly points: readonly number[];
  readonly layout?: Layout;
}

/** Values that an axis may have beside its default: some have a range, and all have to differ from it. */
const candidates = (usual: number) => [usual / 2 + 1 / 4, -usual, 2 * usual, 1].filter((value) => value !== usual);

function questions(model: Model, settings: Settings): readonly (readonly Asked[])[] {
  const { control, axes } = model;
  const [point] = control.usual;
  const usual = Number.isFinite(point) ? point : 1;
  return [
    [{ name: 'train, several points', points: [usual, 1.5 * usual] }],
    [{ name: 'study, one point to a cell', points: [usual] }],
    ...(control.infinite ? [[{ name: `${control.symbol} = inf`, points: [Number.POSITIVE_INFINITY, usual] }]] : []),
    ...axes.map((axis) =>
      candidates((settings[axis] as number | undefined) ?? 0).map((value) => ({
        name: `\`${axis}\``,
        settings: { [axis]: value },
        points: [usual, 1.5 * usual],
      })),
    ),
    [{ name: 'large lattices', points: [usual], layout: 'lattices' }],
  ];
}

/** Why something is refused; undefined where it works with some of the values tried. */
function refusal(model: Model, settings: Settings, asked: readonly Asked[]): string | undefined {
  let reason: string | undefined;
  for (const { settings: more, points, layout } of asked) {
    if (layout && !model.layouts.includes(layout)) return 'not a layout of the model';
    try {
      model.check({ ...settings, ...more, [model.control.key]: points }, points, layout);
      return undefined;
    } catch (error) {
      if (!(error instanceof BlockspinError)) throw error;
      reason ??= error.message;
    }
  }
  return reason;
}

/** Ways to move a model, what goes with each, and why the rest does not. */
function movesOf(model: Model): string {
  const settings = defaults(model) as Settings;
  const asked = questions(model, settings);
  const reasons: string[] = [];
  const rows = model.moves.map((move) => {
    const chosen = 'algorithm' in model.settings ? { ...settings, algorithm: move } : settings;
    const found = asked.map((one) => refusal(model, chosen, one));
    found.forEach((reason, i) => {
      if (reason?.includes(':')) reasons.push(`- ${move}, ${asked[i][0].name}: ${cell(reason)}`);
    });
    return [move, ...found.map((reason) => (reason === undefined ? YES : NO))];
  });
  const heads = ['move', ...asked.map(([{ name }]) => name)];
  return [`### ${model.name}`, table(heads, rows, heads.length), ...(reasons.length === 0 ? [] : [reasons.join('\n')])].join('\n\n');
}

/** The page docs/models.md of some models. */
export function featuresPage(models: readonly Model[]): string {
  const facts = FACTS.map(([name, of]) => [name, ...models.map((model) => cell(of(model)))]);
  const heads = ['', ...models.map(({ name }) => `**${name}**`)];
  return `# What works with which model

Made from the records of the models by \`npm run bench -- features\`, and compared with them by a test; do not edit. A record lists what a
model has, and its checks decide which settings can be combined, so that no entry is written by hand.

${table(heads, facts, heads.length)}

Every sampled model can be trained and studied, except with the moves that the tables below exclude. A model of your own is passed to \`train\` as a
record of the same kind: [own-model](own-model.md). How each sampler works and was checked: [samplers](samplers.md). What is known exactly:
[exact-values](exact-values.md), and for published values [published](published.md).

## Moves

"train, several points": one training of several points of the control parameter. "study": a cell of a study, which has one point.
The other columns: whether a setting may differ from its default, and whether there are large lattices, 32 sites to a word, with all
defaults. What is refused is listed with the error.

${models
  .filter(({ sampled }) => sampled)
  .map(movesOf)
  .join('\n\n')}
`;
}
