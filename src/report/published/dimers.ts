/** Published statements about interacting and free dimers: R5 to R12. */
import { WIDEST_RING } from '../../analysis/symmetry/rotation.ts';
import type { Estimate } from '../../core/statistics.ts';
import { type AnalysedDecay, type AnalysedPoint, type AnalysedSymmetry, isAbsent, type StudyAnalysis } from '../../study/analyse/types.ts';
import { concise, fixed, significant } from '../draw/numbers.ts';
import { placeLabel } from '../study/words.ts';
import { doubtOf, IN_SAMPLE, measuredPoints, numberRow, PRE, PRL, type PublishedRow, placeOf, wordsRow } from './row.ts';
import { saturationRow } from './saturation.ts';

/** Temperature from which on the papers take dimers to be free, in units of |v|. */
const FREE = 10;

/** Rows of R5 to R12. @param analysis of dimers on the square lattice that align, temperatures in units of |v| */
export function dimerRows(analysis: StudyAnalysis): PublishedRow[] {
  const { transition } = analysis;
  if (!transition) return [];
  const points = measuredPoints(analysis, 2);
  const columnar = points.filter(({ temperature }) => temperature < transition.value);
  const free = points.filter(({ temperature }) => temperature >= FREE);
  return [
    ...maximumRows(analysis, columnar),
    ...decayRows(analysis, free),
    ...patternRows(analysis),
    ...pcaRows(analysis),
    ...symmetryRows(analysis, transition.value),
    ...correlatorRows(analysis),
    ...saturationRow(analysis, {
      published: 2,
      temperatures: [...new Set([...columnar, ...free].map(({ temperature }) => temperature))],
      buffer: analysis.ensembleBuffers[0],
      remark: (temperature) =>
        isReal(analysis)
          ? '; H is the values of the filters'
          : temperature >= FREE
            ? '; signs of filters only quantise the two fields, which are continuous: more of them can tell more'
            : '',
    }),
  ];
}

/** R5, across the widest buffer. */
function maximumRows(analysis: StudyAnalysis, columnar: readonly AnalysedPoint[]): PublishedRow[] {
  const widest = Math.max(...columnar.map(({ buffer }) => buffer));
  return columnar
    .filter(({ buffer }) => buffer === widest)
    .map((point) =>
      numberRow(
        {
          id: 'R5',
          claim: 'below T_BKT: ln 4',
          source: `${PRL}, fig. 2`,
          at: placeOf(analysis, point),
          note: `${IN_SAMPLE}; ln 4 is the limit T → 0, entropy of H ${fixed(point.entropy, 3)}`,
        },
        { value: Math.log(4), text: 'ln 4 = 1.3863' },
        point.information,
        doubtOf([point]),
      ),
    );
}

/** R6: the exponent, and the value across 4 pixels of the published images, which are 2 sites. */
function decayRows(analysis: StudyAnalysis, free: readonly AnalysedPoint[]): PublishedRow[] {
  const hottest = Math.max(...free.map(({ temperature }) => temperature));
  const row = isAbsent(analysis.decays) ? undefined : analysis.decays.rows.find(({ components, temperature }) => components === 2 && temperature === hottest);
  const power = row?.published.power;
  const doubt = doubtOf(free.filter(({ temperature }) => temperature === hottest));
  const exponent = power?.determined
    ? [
        numberRow(
          {
            id: 'R6',
            claim: 'free dimers: algebraic decay, exponent in L_B',
            source: `${PRE}, fig. 6`,
            at: placeLabel(analysis, hottest),
            note: `${inSample(analysis)}${centredWords(row)}`,
          },
          { value: 1.16, text: 'about 1.16' },
          power.exponent,
          power.dof === 0 ? 'two values, through which any law passes' : doubt,
        ),
      ]
    : [];
  const values = free
    .filter(({ temperature, buffer }) => temperature === hottest && buffer === 2)
    .map((point) =>
      numberRow(
        {
          id: 'R6',
          claim: 'free dimers across 4 pixels, which are 2 sites',
          source: `${PRE}, fig. 11`,
          at: placeOf(analysis, point),
          note: isReal(analysis)
            ? inSample(analysis)
            : `${inSample(analysis)}, which may hold more than a binary H: 0.281(4) nats for real values (docs/estimates.md)`,
        },
        { value: Math.LN2 / 2, text: 'about (ln 2)/2' },
        point.information,
        doubtOf([point]),
      ),
    );
  return [...exponent, ...values];
}

/** Whether H is the values of the filters, as continuous as the published relaxed H is nearly. */
const isReal = ({ coarse }: StudyAnalysis) => coarse.variable !== 'discrete';
const inSample = (analysis: StudyAnalysis) => `${IN_SAMPLE}${isReal(analysis) ? '; ours held out, of the real values of the filters' : ''}`;

/** The same decay against the distance from the centre of the block, and whether either law describes the values. */
function centredWords(row: AnalysedDecay | undefined): string {
  const fit = row?.centred.power;
  if (!row || !fit) return '';
  const odds = (law: typeof fit | null) => (law && law.dof > 0 ? ` (p = ${significant(law.p, 2)})` : '');
  const first = odds(row.published.power);
  return `${first && `; that law${first}`}; in L_B + b/2: ${concise(fit.exponent)}${odds(fit)}`;
}

/** Patterns of the published phases. They are orthogonal, so that the shares of a filter in them add up. */
const COLUMNAR = ['P1', 'P2', 'C'];
const STAGGERED = ['E_x', 'E_y'];

/** R7: the part of the best filter of each temperature in the patterns of either phase, at the buffer of the ensembles. */
function patternRows(analysis: StudyAnalysis): PublishedRow[] {
  const { patterns, transition } = analysis;
  const [ensembleBuffer] = analysis.ensembleBuffers;
  if (isAbsent(patterns) || !transition) return [];
  return patterns.rows
    .filter(({ components, buffer }) => components === 2 && buffer === ensembleBuffer)
    .map(({ components, temperature, overlaps }) => {
      const cosine = (name: string) => overlaps.find((pattern) => pattern.name === name)?.best ?? 0;
      const share = (names: readonly string[]) => fixed((100 * names.reduce((sum, name) => sum + cosine(name) ** 2, 0)) / components, 0);
      const phase = temperature < transition.value ? 'low' : temperature >= FREE ? 'high' : 'between';
      const { claim, published } = PHASES[phase];
      const cosines = [...COLUMNAR, ...STAGGERED].map((name) => `${name} ${fixed(cosine(name), 2)}`).join(', ');
      return wordsRow(
        {
          id: 'R7',
          claim,
          source: `${PRL}, fig. 2; ${PRE}, fig. 5`,
          at: placeOf(analysis, { temperature, buffer: ensembleBuffer }),
          note: `cosines with the span of the filter: ${cosines}; the rest is in the weights of the rim`,
        },
        published,
        `${share(COLUMNAR)} % in ${COLUMNAR.join(', ')}, ${share(STAGGERED)} % in ${STAGGERED.join(', ')}`,
      );
    });
}

const PHASES = {
  low: { claim: 'filters below T_BKT', published: 'columnar C, plaquettes P1, P2' },
  between: { claim: 'filters between', published: 'from plaquettes to staggered' },
  high: { claim: 'filters at high T', published: 'staggered E_x, E_y' },
};

/** Temperatures whose filters were published together. */
const RANGE = { from: 0.7, to: 3.7 };

/** R8: the patterns nearest to the principal components. */
function pcaRows({ pca }: StudyAnalysis): PublishedRow[] {
  if (isAbsent(pca)) return [];
  return pca.rows
    .filter(({ components, temperatures }) => components === 2 && temperatures.every((t) => t >= RANGE.from && t <= RANGE.to))
    .map(({ temperatures, buffers, filters, leading, shares }) =>
      wordsRow(
        {
          id: 'R8',
          claim: 'leading principal components of the filters of 0.7 < T < 3.7',
          source: `${PRE}, fig. 8`,
          at: `T = ${temperatures.join(', ')}; L_B = ${buffers.join(', ')}`,
          note: `${filters} filters; cosine with the nearest pattern, share of the variance`,
        },
        'pure plaquettes and staggered',
        leading.map(({ nearest: { name, overlap } }, i) => `${name} (${fixed(overlap, 2)}, ${share(shares[i])})`).join(', '),
      ),
    );
}

const share = ({ mean }: Estimate) => `${fixed(100 * mean, 0)} %`;

/** Filters just above the transition still point along the diagonals. */
const JUST_ABOVE = 1.2;

/** R9 and R10: the symmetry of the ensemble, of the filters of one component and of pairs. */
function symmetryRows(analysis: StudyAnalysis, transition: number): PublishedRow[] {
  return analysis.symmetries.flatMap(({ components, temperature, buffer, found }) => {
    const phase = temperature < transition ? 'low' : temperature <= JUST_ABOVE * transition ? 'above' : temperature >= FREE ? 'high' : undefined;
    if (isAbsent(found) || !phase || components > 2) return [];
    const { verdict, group, populations, rotation, runs } = found;
    const finite = verdict === 'finite' ? `${group} on ${populations.length} optima` : verdict;
    const circle =
      rotation && (phase !== 'low' || verdict !== 'finite') ? `; in the plane of the two leading components: ${rotation.verdict}, ${rotation.reason}` : '';
    const odds =
      rotation && phase === 'high'
        ? `; p = ${significant(rotation.p, 2)} if angles are uniform${rotation.informationP === null ? '' : `, ${significant(rotation.informationP, 2)} if the information is constant along the angle`}; largest modulation: resultant ${concise(rotation.modulation.resultant)} of ${rotation.modulation.k}θ`
        : '';
    return [
      wordsRow(
        {
          id: phase === 'high' ? 'R10' : 'R9',
          claim: `${ENSEMBLES[phase].claim}${components === 2 ? ', pairs of filters' : ''}`,
          source: `${PRE}, fig. 9`,
          at: placeOf(analysis, { temperature, buffer }),
          note: `${runs} runs, published 500${circle}${odds}`,
        },
        ENSEMBLES[phase].published,
        phase === 'low' || !rotation ? finite : circleWords(phase, runs, rotation),
      ),
    ];
  });
}

/** The verdict on the circle; where it is not uniform, by how much. One whose information depends on the angle, too, has preferred directions. */
function circleWords(phase: keyof typeof ENSEMBLES, runs: number, rotation: NonNullable<AnalysedSymmetry['rotation']>): string {
  const { verdict, radius, p, modulation } = rotation;
  if (phase !== 'high' || verdict === 'U(1)') return verdict;
  const isRing = (radius.error * Math.sqrt(runs)) / radius.mean <= WIDEST_RING;
  const words = verdict === 'undecided' && isRing && p < UNEQUAL ? 'a circle with preferred directions' : verdict;
  return `${words}, resultant of ${modulation.k}θ ${concise(modulation.resultant)}`;
}

/** Probability below which angles are not uniform, as in the verdicts. */
const UNEQUAL = 0.01;

const ENSEMBLES = {
  low: { claim: 'ensemble below T_BKT', published: 'peaks at ±P1, ±P2 and C: Z4 of rotations, Z2 × Z2 of translations' },
  above: { claim: 'ensemble just above T_BKT', published: 'four peaks on the diagonals' },
  high: { claim: 'ensemble at high T', published: 'U(1): every angle, constant information' },
};

/** R11: the correlator of the plaquette filter on free dimers. */
function correlatorRows({ correlators }: StudyAnalysis): PublishedRow[] {
  if (!correlators || isAbsent(correlators)) return [];
  return correlators.rows.flatMap(({ temperature, pattern, size, fit, law }) =>
    fit && pattern !== undefined && temperature >= FREE
      ? [
          numberRow(
            {
              id: 'R11',
              claim: 'plaquettes on free dimers: scaling dimension',
              source: `${PRL}, fig. 4`,
              at: `${size} × ${size} sites, r from ${fit.from} to ${fit.to}`,
              note: `exact 1; published on 128 × 128 pixels, which are 64 × 64 sites; ${law.verdict}`,
            },
            { value: 1.00037, text: '1.00037' },
            fit.dimension,
          ),
        ]
      : [],
  );
}
