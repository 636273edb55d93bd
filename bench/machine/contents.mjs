// Contents of a pack for a bare machine: packages, benchmarks, and tests that cannot be run there.

/** Most bytes of a pack, small enough to be copied to a machine that is lent for minutes. */
export const LIMIT = 64 * 1024 ** 2;

/** Packages that the built program, tests and benchmarks import. The first two are packed in part, the others as one file each. */
export const CARRIED = ['webgpu', '@sparticuz/chromium', 'zod', 'vega', 'vega-lite', 'tar-fs', 'uvu', 'zarrita', 'yaml', 'fflate', 'ml-matrix', 'h5wasm'];

/** File name of the Vulkan loader. */
export const LOADER = 'libvulkan.so.1';

/**
 * Benchmarks in their order: a built program and its arguments, to which `--out FILE` is added. `rows` is the option that
 * chooses rows, for programs that have one.
 */
export const BENCHMARKS = [
  { name: 'table', command: ['dist/node/main.js', 'bench'], out: 'bench.jsonl', words: [], quick: ['--quick'], rows: '--only' },
  { name: 'scaling', command: ['dist/bench/scaling.bench.js'], out: 'scaling.jsonl', words: [], quick: ['--quick'] },
];

/** Test files that cannot be run on a bare machine, with the reason. */
export const LEFT_OUT = {
  'program/bench_browser.test': 'needs Chromium',
  'program/browser.test': 'needs Chromium',
  'program/examples.test': 'needs esbuild and the TypeScript compiler',
  'unit/citation.test': 'needs CITATION.cff',
  'unit/docs.test': 'needs the documents',
  'unit/docstrings.test': 'needs the TypeScript compiler',
  'unit/imports_bench.test': 'needs the sources of bench and native',
  'program/package.test': 'needs npm',
  'unit/packages.test': 'needs the lock file',
  'unit/study_docs.test': 'needs the documents',
  'unit/types.test': 'needs the TypeScript compiler',
  'unit/variants.test': 'needs ajv',
};

/** Files that a run writes beside one for each benchmark. */
export const REPORTS = ['report.json', 'doctor.json', 'fast.log', 'physics.log', 'bench.log'];
/** Most files that a lent machine returns, and most bytes of each. */
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

/** Folders in which Vulkan loaders look for drivers, and the folder of NVIDIA's container runtime. */
const STANDARD = ['/etc/vulkan/icd.d', '/usr/share/vulkan/icd.d', '/usr/local/share/vulkan/icd.d'];
const NVIDIA = '/usr/local/nvidia/share/vulkan/icd.d';

/**
 * The value of VK_DRIVER_FILES, or undefined where it is set already or not needed.
 * @param list the names of a folder's files, none for a folder that is not there
 */
export function driverFiles(environment, list) {
  if (environment.VK_DRIVER_FILES || environment.VK_ICD_FILENAMES) return undefined;
  const ofNvidia = (folder) => list(folder).filter((name) => /^nvidia.*\.json$/.test(name));
  if (STANDARD.some((folder) => ofNvidia(folder).length > 0)) return undefined;
  const found = ofNvidia(NVIDIA).map((name) => `${NVIDIA}/${name}`);
  return found.length > 0 ? found.join(':') : undefined;
}
