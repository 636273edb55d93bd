/** Figures of a design: the profile, the bands with their irreps, the Wilson loops, and the search. */
import type { DesignConfig } from '../../bands/config.ts';
import type { Findings } from '../../bands/findings.ts';
import { GROUPS } from '../../bands/group.ts';
import { familyOf } from '../../bands/profile.ts';
import type { Figure } from '../draw/figure.ts';
import { colourOfWeight } from '../draw/panel_frame.ts';
import { BLUE, FAINT, INK, PLOT, RED, rounded, themed } from '../draw/theme.ts';
import { bandsText, type SearchHistory, unitOf, verdictLine } from './text.ts';

/** Pixels of the profile along each side, cells along each side, size of the drawing. */
const PIXELS = 44;
const CELLS = 2;
const SIDE = 280;

/** All figures, in the order of the page. */
export function designFigures(config: DesignConfig, findings: Findings, history: SearchHistory): Figure[] {
  return [profileFigure(config, findings), bandFigure(config, findings), wilsonFigure(findings), historyFigure(config, history)];
}

const quantitative = (field: string, title: string | null, domain: readonly number[]) => ({
  field,
  type: 'quantitative',
  scale: { domain: domain.map(rounded), nice: false, zero: false },
  axis: title === null ? null : { title, tickCount: 6 },
});

function profileFigure(config: DesignConfig, { numbers }: Findings): Figure {
  const group = GROUPS[config.group];
  const { value } = familyOf({ ...config, group }, 1);
  const step = CELLS / PIXELS;
  const pixels = Array.from({ length: PIXELS ** 2 }, (_, p) => {
    const [x, y] = [(p % PIXELS) * step, Math.floor(p / PIXELS) * step];
    const [X, Y] = [x + step / 2 - CELLS / 2, y + step / 2 - CELLS / 2];
    // a1 = (1, 0), and a2 = (0, 1) or, at 120 degrees, (-1/2, sqrt 3 / 2).
    const at: [number, number] = group.skew === 1 ? [X + Y / Math.sqrt(3), (2 * Y) / Math.sqrt(3)] : [X, Y];
    return { x, y, value: value(numbers, at) };
  });
  const values = pixels.map((pixel) => pixel.value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const records = pixels.map((pixel) => ({
    x: rounded(pixel.x),
    y: rounded(pixel.y),
    x2: rounded(pixel.x + step),
    y2: rounded(pixel.y + step),
    weight: Number(((2 * (pixel.value - low)) / (high - low) - 1).toFixed(2)),
  }));
  const name = config.physics === 'tm' ? 'dielectric function' : `potential (${unitOf(config)})`;
  const ends = `red ${low.toFixed(2)}, blue ${high.toFixed(2)}`;
  const spec = themed({
    title: { text: `Profile: ${name}`, subtitle: `${config.group}, ${CELLS} × ${CELLS} lattice constants; ${ends}` },
    description: `The ${name} of ${CELLS} by ${CELLS} lattice constants, from ${low.toFixed(2)} to ${high.toFixed(2)}`,
    width: SIDE,
    height: SIDE,
    data: { values: records },
    mark: { type: 'rect', strokeWidth: 0 },
    encoding: {
      x: quantitative('x', 'x / a', [0, CELLS]),
      y: quantitative('y', 'y / a', [0, CELLS]),
      x2: { field: 'x2' },
      y2: { field: 'y2' },
      color: { ...colourOfWeight(''), legend: null },
    },
  });
  return { name: 'profile', title: 'Profile', caption: `The designed ${name}: ${ends}, linear between.`, spec };
}

function bandFigure(config: DesignConfig, { path, momenta, bundle, convergence }: Findings): Figure {
  const { first, last } = bundle;
  const end = path[path.length - 1].at;
  const records = path.flatMap(({ at, bands }) =>
    bands.map((value, i) => ({ at: rounded(at), value: rounded(value), band: `band ${i + 1}`, bundle: i + 1 >= first && i + 1 <= last })),
  );
  const corners = path.flatMap(({ at, name }) => (name ? [{ at: rounded(at), name: name === 'G' ? 'Γ' : name }] : []));
  const values = records.map(({ value }) => value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const labels = path.flatMap(({ at, name }) => {
    const levels = momenta.find((momentum) => momentum.name === name)?.levels ?? [];
    return labelsOf(levels, LINE * (high - low)).map((label) => ({ ...label, at: rounded(at), left: at > end / 2 }));
  });
  const margin = 0.05 * (high - low);
  const x = { ...quantitative('at', null, [0, end]), axis: null };
  const y = quantitative('value', config.physics === 'tm' ? 'ω a / 2π c' : `energy  (${unitOf(config)})`, [low - margin, high + margin]);
  const side = (left: boolean) => ({
    data: { values: labels.filter((label) => label.left === left) },
    mark: { type: 'text', align: left ? 'right' : 'left', dx: left ? -4 : 4, dy: -6, fontSize: 10, color: INK },
    encoding: { x, y, text: { field: 'irrep' } },
  });
  const spec = themed({
    title: { text: 'Bands and their irreps', subtitle: `${bandsText(first, last)} in colour; ${convergence[convergence.length - 1].waves} plane waves` },
    description: `Bands along ${corners.map(({ name }) => name).join(', ')}; ${verdictLine(bundle)}`,
    width: PLOT,
    height: 300,
    data: { values: records },
    layer: [
      { data: { values: corners }, mark: { type: 'rule', color: FAINT, strokeWidth: 0.8 }, encoding: { x } },
      {
        mark: { type: 'line', strokeWidth: 1.8 },
        encoding: {
          x,
          y,
          detail: { field: 'band' },
          color: { field: 'bundle', type: 'nominal', scale: { domain: [true, false], range: [BLUE, FAINT] }, legend: null },
        },
      },
      side(false),
      side(true),
      {
        data: { values: corners },
        mark: { type: 'text', baseline: 'top', dy: 6, color: INK, fontSize: 11.5 },
        encoding: { x, y: { value: 300 }, text: { field: 'name' } },
      },
    ],
  });
  const caption = 'Every level at a momentum of high symmetry has its irrep by construction: the blocks of the irreps are diagonalised one by one.';
  return { name: 'bands', title: 'Bands', caption, spec };
}

/** Height of a line of labels, as a part of the axis of levels. */
const LINE = 0.04;

/** Irreps of levels, ascending: those too close for a line of their own stand in one. @param line the height of a line, in units of the levels */
function labelsOf(levels: Findings['momenta'][number]['levels'], line: number): { value: number; irrep: string }[] {
  const labels: { value: number; irrep: string }[] = [];
  for (const [i, { irrep, value }] of levels.entries()) {
    const [before, label] = [levels[i - 1], labels[labels.length - 1]];
    // Both bands of a level of dimension 2 have one label.
    if (before && before.irrep === irrep && value - before.value < 1e-6) continue;
    if (label && value - label.value < line) label.irrep += `, ${irrep}`;
    else labels.push({ value: rounded(value), irrep });
  }
  return labels;
}

function wilsonFigure({ wilson }: Findings): Figure {
  const names = wilson.map(({ first, last }) => bandsText(first, last));
  const records = wilson.flatMap(({ k2, phases }, i) =>
    phases.flatMap((loop, j) =>
      // A phase of pi is drawn at both ends.
      loop.flatMap((phase) =>
        (Math.abs(Math.abs(phase) - Math.PI) < 1e-6 ? [-1, 1] : [phase / Math.PI]).map((theta) => ({ k2: k2[j], theta: rounded(theta), bands: names[i] })),
      ),
    ),
  );
  const spec = themed({
    title: { text: 'Wilson loops', subtitle: 'phases of loops along b1' },
    description: `Phases of Wilson loops against k2: ${wilson.map(({ winding }, i) => `${names[i]}${winding === undefined ? '' : `, winding ${winding}`}`).join('; ')}`,
    width: PLOT,
    height: 230,
    data: { values: records },
    // Hollow: where both lie at one place, both are seen.
    mark: { type: 'point', filled: false, strokeWidth: 1.6, size: 40, opacity: 1 },
    encoding: {
      x: quantitative('k2', 'k2', [-0.52, 0.52]),
      y: quantitative('theta', 'phase / π', [-1.08, 1.08]),
      color: { field: 'bands', type: 'nominal', scale: { domain: names, range: [BLUE, RED].slice(0, names.length) }, legend: { title: null } },
      shape: { field: 'bands', type: 'nominal', scale: { domain: names, range: ['circle', 'square'].slice(0, names.length) } },
    },
  });
  const caption =
    'Phases come in pairs ± because two-fold rotation and time reversal make the loops real. Those of two bands that cannot have symmetric localised orbitals wind: they pass 0 and π. With the bands below they need not. Half of the loops are computed, the others are their mirror images.';
  return { name: 'wilson', title: 'Wilson loops', caption, spec };
}

function historyFigure(config: DesignConfig, { generations }: SearchHistory): Figure {
  const kinds = ['full gap', 'direct gap'];
  const records = generations.flatMap(({ generation, gaps, direct }) =>
    [gaps, direct].map(({ below, above }, i) => ({ generation, gap: rounded(Math.min(below, above)), kind: kinds[i] })),
  );
  const gaps = records.map(({ gap }) => gap);
  const [low, high] = [Math.min(0, ...gaps), Math.max(0, ...gaps)];
  const spec = themed({
    title: { text: 'The search', subtitle: 'the best candidate of each generation' },
    description: `The smaller signed gap of the best candidate by generation, from ${rounded(gaps[0] ?? 0)} to ${rounded(gaps[gaps.length - 2] ?? 0)}`,
    width: PLOT,
    height: 200,
    data: { values: records },
    layer: [
      { data: { values: [{}] }, mark: { type: 'rule', strokeDash: [4, 3], color: FAINT }, encoding: { y: { datum: 0, type: 'quantitative' } } },
      {
        mark: { type: 'line', strokeWidth: 1.4, point: { size: 14 } },
        encoding: {
          x: quantitative('generation', 'generation', [0, generations.length + 1]),
          y: quantitative('gap', `gap  (${unitOf(config)})`, [low - 0.05 * (high - low), high + 0.05 * (high - low)]),
          color: { field: 'kind', type: 'nominal', scale: { domain: kinds, range: [BLUE, RED] }, legend: { title: null } },
        },
      },
    ],
  });
  const caption =
    'Signed gaps at the momenta of the search, the smaller one of below and above, in single precision. A negative direct gap says how far the order of irreps is from the wanted one.';
  return { name: 'search', title: 'The search', caption, spec };
}
