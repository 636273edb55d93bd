/** The tables of docs/published.md about the two fields of free dimers. */
import { decay } from '../../../src/analysis/curves/decay.ts';
import { concise, fixed, signed } from '../../../src/report/draw/numbers.ts';
import { between, table } from '../markdown.ts';
import type { RealInformation, SignInformation } from './information.ts';

/** Signs by direction in the plane of two patterns. */
interface Directions {
  block: number;
  buffer: number;
  signs: SignInformation[];
}

/** bench/results/fields-NAME.json. */
export interface FieldsResult {
  /** The samples. */
  commands: string[];
  /** Both fields of a block of 4 × 4 as real values. */
  decay: ({ buffer: number } & RealInformation)[];
  /** Signs of one field by direction. */
  directions: Directions[];
  /** Signs of combinations of P1 and P2 at T = 0.7. */
  plaquettes: Directions[];
}

const BLOCK = 4;

/**
 * The page with the tables between their markers.
 * @throws Error where a marker is missing
 */
export function withFields(page: string, { decay, directions, plaquettes }: FieldsResult): string {
  const made = { decay: decayTable(decay), directions: directionsTable(directions), plaquettes: directionsTable(plaquettes) };
  return Object.entries(made).reduce(
    (text, [name, part]) => between(text, 'docs/published.md', [`<!-- fields: ${name} -->`, `<!-- end of ${name} -->`], part),
    page,
  );
}

function decayTable(rows: FieldsResult['decay']): string {
  const points = rows.map(({ buffer, information }) => ({ buffer, information }));
  const exponent = (offset: number, some = points) => {
    const { power } = decay(some, { offset });
    return power ? concise(power.exponent) : '';
  };
  const published = points.filter(({ buffer }) => buffer <= 4);
  return [
    table(
      ['L_B', 'R²', 'information, nats', 'times (L_B + b/2)²'],
      rows.map(({ buffer, explained, information: { mean, error } }) => {
        const square = (buffer + BLOCK / 2) ** 2;
        return [buffer, concise(explained), concise({ mean, error }), concise({ mean: square * mean, error: square * error })];
      }),
    ),
    '',
    `Exponent in L_B from 1 to 4: ${exponent(0, published)}; from 1 to 6: ${exponent(0)}. In L_B + b/2: ${exponent(BLOCK / 2, published)}; ${exponent(BLOCK / 2)}.`,
  ].join('\n');
}

const degrees = (angle: number) => `${String(angle).replace('-', '−')}°`;

function directionsTable(directions: readonly Directions[]): string {
  const angles = directions[0].signs.map(({ angle }) => angle);
  return table(
    ['block, L_B', 'ties at 0°', 'at 22.5°', 'information at 0°, nats', ...angles.slice(1).map((angle) => `more at ${degrees(angle)}`)],
    directions.map(({ block, buffer, signs }) => [
      `${block} × ${block}, ${buffer}`,
      ...[0, 22.5].map((at) => `${fixed(100 * (signs.find(({ angle }) => angle === at)?.ties ?? Number.NaN), 0)} %`),
      concise(signs[0].information),
      ...signs.slice(1).map(({ difference }) => signed(difference)),
    ]),
  );
}
