// Contents of a pack for a bare machine: packages, benchmarks, and tests that cannot be run there.

/** Most bytes of a pack, small enough to be copied to a machine that is at hand for minutes. */
export const LIMIT = 64 * 1024 ** 2;

/** Packages that the built program, tests and benchmarks import. The first two are packed in part, the others as one file each. */
export const CARRIED = [
  'webgpu',
  '@sparticuz/chromium',
  'zod',
  'vega',
  'vega-lite',
  'tar-fs',
  'uvu',
  'zarrita',
  'yaml',
  'fflate',
  'ml-matrix',
  'delaunator',
  'h5wasm',
];

/** Files and folders of the repository: the program, and what tests read, sources, shaders and stored values among it. */
export const FILES = [
  'package.json',
  'src',
  'shaders',
  'bench/machine',
  'bench/lab/peers/programs',
  'native/setup/runner.mjs',
  'native/setup/test_files.mjs',
  'native/setup/test_process.mjs',
  'native/setup/bare.sh',
  'tests/golden',
  'dist/node',
  'dist/tests',
  'dist/bench',
];

/**
 * Benchmarks in their order: a built program and its arguments, to which `--out FILE` is added. `rows` is the option that
 * chooses rows, for programs that have one.
 */
export const BENCHMARKS = [
  { name: 'table', command: ['dist/node/main.js', 'bench'], out: 'bench.jsonl', words: [], quick: ['--quick'], rows: '--only' },
  { name: 'scaling', command: ['dist/bench/scaling.bench.js'], out: 'scaling.jsonl', words: [], quick: ['--quick'] },
];

/**
 * The sections of `first` in their order, each with its part of the time that is left when it begins. What a section does not use is
 * there for the next ones; one that would take longer is cut off.
 */
export const SECTIONS = [
  { name: 'tests', part: 0.28, suite: 'fast' },
  { name: 'profile', part: 0.35, program: 'dist/bench/first.bench.js' },
  { name: 'runs', part: 0.22, program: 'dist/bench/first.bench.js' },
  { name: 'flips', part: 0.2, program: 'dist/bench/first.bench.js' },
  { name: 'table', part: 0.65, benchmark: 'table' },
  { name: 'scaling', part: 1, benchmark: 'scaling' },
];

/** Built programs of dist/bench that a pack holds; others make documents of a clone. */
export const PROGRAMS = [...new Set([...BENCHMARKS.map(({ command }) => command[0]), ...SECTIONS.flatMap(({ program = [] }) => program)])].filter((file) =>
  file.startsWith('dist/bench/'),
);

/** Test files that cannot be run on a bare machine, with the reason. */
export const LEFT_OUT = {
  'kernels/bernoulli.test': 'needs wgsl_reflect, which reads shaders of users',
  'kernels/show.test': 'needs wgsl_reflect, which reads shaders of users',
  'physics/lab.test': 'needs Chromium',
  'physics/lab_firefox.test': 'needs Chromium and Firefox',
  'physics/lab_models.test': 'needs Chromium',
  'program/bench_browser.test': 'needs Chromium',
  'program/browser.test': 'needs Chromium',
  'program/browser_form.test': 'needs Chromium',
  'program/examples.test': 'needs esbuild and the TypeScript compiler',
  'program/lab.test': 'needs Chromium',
  'program/lab_live.test': 'needs Chromium',
  'program/lab_controls.test': 'needs Chromium',
  'program/own_model.test': 'needs esbuild and the TypeScript compiler',
  'program/tissue_data.test': 'needs esbuild',
  'unit/citation.test': 'needs CITATION.cff',
  'unit/docs.test': 'needs the documents',
  'unit/docstrings.test': 'needs the TypeScript compiler',
  'unit/how_to_add.test': 'needs the sources and the TypeScript compiler',
  'unit/imports_bench.test': 'needs the sources of bench and native',
  'program/package.test': 'needs npm',
  'unit/lab_defaults.test': 'needs esbuild',
  'unit/own_model.test': 'needs wgsl_reflect, which reads shaders of users',
  'unit/packages.test': 'needs the lock file',
  'unit/study_docs.test': 'needs the documents',
  'unit/types.test': 'needs the TypeScript compiler',
  'unit/variants.test': 'needs ajv',
};

/** Files that the verbs write: `first` its own, the others some of the rest. */
export const REPORTS = ['report.json', 'doctor.json', 'fast.log', 'bench.log'];
export const FIRST = 'first.jsonl';
export const PHYSICS = 'physics.log';
/** Most files that a run writes, and most bytes of each, so that all of them are copied back in seconds. */
export const RETURNED = { files: 8, bytes: 16 * 1024 ** 2 };

const megabytes = (bytes) => `${(bytes / 1024 ** 2).toFixed(2).padStart(7)} MiB`;

/**
 * One line for every part of a pack and one for the sum.
 * @param parts [{ file, bytes }]
 * @throws Error when the sum is above the limit, with these lines and the largest part
 */
export function sizes(parts, limit = LIMIT) {
  const total = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  const lines = [...parts, { file: 'in all', bytes: total }].map(({ file, bytes }) => `${megabytes(bytes)}  ${file}`);
  if (total > limit) {
    const largest = parts.reduce((a, b) => (b.bytes > a.bytes ? b : a));
    throw new Error(
      `${lines.join('\n')}\npack: expected at most ${megabytes(limit).trim()}, got ${megabytes(total).trim()}; carry less of ${largest.file}, the largest part`,
    );
  }
  return lines;
}
