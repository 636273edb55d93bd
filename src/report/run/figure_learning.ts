/** The figure of learning curves: held-out information against the number of samples trained on. */
import { lengthLabel } from '../../space/lengths.ts';
import type { Results } from '../../train/result/summary.ts';
import { valuesInWords } from '../draw/alternative.ts';
import type { Figure } from '../draw/figure.ts';
import { gridOf } from '../draw/grid.ts';
import { barOf, bufferColour } from '../draw/marks.ts';
import { isNumber } from '../draw/numbers.ts';
import { PLOT, rounded, themed } from '../draw/theme.ts';
import { lengthsIn } from '../draw/words.ts';

const SIZE = { width: PLOT, height: 230 };
/** Room beside the outermost points, as a factor of the number of samples. */
const BESIDE = 1.3;

/** I(H:E) in nats against samples, one series per buffer; undefined where no point has a learning curve with values. */
export function learningFigure({ summary }: Results): Figure | undefined {
  const learned = summary.points.flatMap(({ buffer, learning_curve: learning }) =>
    (learning?.points ?? []).map(({ samples, information }) => ({ place: `${samples} samples, buffer ${lengthLabel(buffer)}`, value: information })),
  );
  const values = summary.points.flatMap(({ buffer, learning_curve: learning }) =>
    (learning?.points ?? [])
      .filter(({ information }) => isNumber(information.mean))
      .map(({ samples, information }) => ({ buffer: lengthLabel(buffer), samples: rounded(samples), ...barOf(information) })),
  );
  if (values.length === 0) return undefined;
  const all = [...new Set(values.map(({ samples }) => samples))].sort((a, b) => a - b);
  const top = 1.1 * Math.max(...values.map(({ high }) => high), 1e-3);
  const bottom = Math.min(0, ...values.map(({ low }) => low)) - 0.03 * top;
  const x = {
    field: 'samples',
    type: 'quantitative',
    scale: { type: 'log', domain: [rounded(all[0] / BESIDE), rounded(all[all.length - 1] * BESIDE)], nice: false },
    axis: { title: 'samples trained on', values: all, format: 'd' },
  };
  const y = (field: string) => ({
    field,
    type: 'quantitative',
    scale: { domain: [rounded(bottom), rounded(top)], nice: false },
    axis: { title: 'I(H:E), held out  (nats)', tickCount: 6 },
  });
  const { buffers } = gridOf(summary.points);
  const color = bufferColour(buffers, lengthsIn(summary.config), { symbolType: 'circle', symbolOpacity: 1, symbolStrokeWidth: 0 });
  const spec = themed({
    title: { text: 'Information against the number of samples', subtitle: 'same held-out samples throughout; bars: one standard error' },
    description: `Held-out mutual information against the number of samples trained on: ${valuesInWords(learned)}`,
    ...SIZE,
    data: { values },
    layer: [
      { mark: { type: 'line', strokeWidth: 1.2, opacity: 0.6 }, encoding: { x, y: y('mean'), color } },
      { mark: { type: 'rule', strokeWidth: 1.5 }, encoding: { x, y: y('low'), y2: { field: 'high' }, color } },
      { mark: { type: 'point', filled: true, size: 42, opacity: 1 }, encoding: { x, y: y('mean'), color } },
    ],
  });
  const caption =
    'Lower bound on I(H:E) of filters and critics trained on an eighth, a quarter, a half and all of the samples to train on, with the same number of steps. All are evaluated on the same held-out samples, so their differences are more precise than the bars. Where the curve still rises at its right end, more samples would raise the value.';
  return { name: 'learning', title: 'Learning curve', caption, spec };
}
