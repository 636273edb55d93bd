/**
 * Compiles every entry point with naga, the compiler of wgpu, on a device with default limits and no features, and prints a line for
 * each pipeline. Run under Deno by native/setup/wgpu.mjs.
 */
import type { Declaration, Drawing } from '../../src/gpu/declaration.ts';
import { deno, environment, exit, tell } from './deno.ts';

type Constants = Readonly<Record<string, number>>;
/** Entry points that a pipeline is made of: computing, or drawing with the vertices of their file. */
type Entry = Declaration | Drawing;

/** Override constants with which every kernel compiles; sizes are those of a small training or sampler. Others without a default are 1. */
const VALUES: Constants = Object.fromEntries(
  (
    'K 100, I 32, O 32, X 64, Y 64, Z 1, CHANNELS 1, BITS_C 0, BITS_X 6, BITS_Y 6, TRANSLATE 1, PART 0, PARTS 3, V 4, VW 1, E 28, FLIP 1, C 2, A 4, Q 2, S 4, ' +
    'P 4096, FIRST 0, COUNT 4096, R 4, L 64, COLOUR 0, ANTI 0, SWEEPS 2, SITES 4096, CHAINS 32, ROWS 8, D 8, N 64, T 4, W 1, GROUPS 4, STEPS 64, BEGINS 1, ' +
    'ENDS 1, BIASED 0, SLOTS 10, LADDERS 1, LENGTH 100, NEXT 1, DISORDER 0, RELU 1, KIND 1, DROP 0, SCALE 1, LAYER 0, FEATURES 4, PLANES 12, QUADS 512, ' +
    'CENTRE 1, LOG_V 0, LOG_E 0, ROUNDS 1, GENERATOR 0, PATIENCE 10, TRIANGULAR 0, STAGGERED 0, CLASSES 2, PAIRS 1, FIELD 0, LOW 4, PLACES_X 64, PLACES_Y 64, ' +
    'PLACES_Z 1, t_stride 64, bias_stride 4'
  )
    .split(', ')
    .map((pair) => {
      const [name, value] = pair.split(' ');
      return [name, Number(value)];
    }),
);
/** Each is compiled as well where the shader has a constant of it. */
const VARIANTS: readonly Constants[] = [
  { RELU: 0 },
  { KIND: 2 },
  { KIND: 3, DROP: 100 },
  { SITES: 8 },
  { D: 16 },
  { DISORDER: 2 },
  { GENERATOR: 1 },
  { Q: 3, HARD: 1 },
  { TRIANGULAR: 1 },
  { STAGGERED: 1 },
];
/** All gradients are added to. */
const ADDED = { added: 1 };

function constantsOf({ overrides }: Entry, variant: Constants): Constants {
  const usual = (name: string) => (name.endsWith('_add') ? (variant.added ?? 0) : name.endsWith('_stride') ? 1024 : 1);
  const valueFor = (name: string, optional: boolean) => variant[name] ?? VALUES[name] ?? (optional ? undefined : usual(name));
  return Object.fromEntries(overrides.flatMap(({ name, optional }) => [[name, valueFor(name, optional)]]).filter(([, value]) => value !== undefined));
}

function variantsOf({ overrides }: Entry): Constants[] {
  const has = (name: string) => overrides.some((one) => one.name === name);
  const added = overrides.some(({ name }) => name.endsWith('_add')) ? [ADDED] : [];
  return [{}, ...VARIANTS.filter((variant) => Object.keys(variant).some(has)), ...added];
}

/** Declarations in the files of a folder and all below it. */
async function declarationsIn(folder: string): Promise<Entry[][]> {
  const found: Entry[][] = [];
  for (const { name, isDirectory } of deno?.readDirSync(folder) ?? []) {
    if (isDirectory) found.push(...(await declarationsIn(`${folder}/${name}`)));
    else {
      const values = Object.values((await import(`file://${folder}/${name}`)) as Record<string, Entry>);
      found.push(values.filter((value) => value?.entry !== undefined));
    }
  }
  return found;
}

const adapter = await navigator.gpu.requestAdapter();
if (!adapter) throw new Error('wgpu has no adapter');
const device = await adapter.requestDevice();
let uncaught = '';
device.addEventListener('uncapturederror', (event) => {
  event.preventDefault();
  uncaught = (event as GPUUncapturedErrorEvent).error.message;
});

/** What is wrong with a pipeline, or nothing. */
async function refusal(module: GPUShaderModule, declaration: Entry, constants: Constants): Promise<string> {
  device.pushErrorScope('validation');
  device.pushErrorScope('internal');
  let message = '';
  try {
    const stage = { module, entryPoint: declaration.entry, constants: { ...constants } };
    if ('vertex' in declaration) {
      const vertex = { module, entryPoint: declaration.vertex };
      await device.createRenderPipelineAsync({ layout: 'auto', vertex, fragment: { ...stage, targets: [{ format: 'rgba8unorm' }] } });
    } else await device.createComputePipelineAsync({ layout: 'auto', compute: stage });
  } catch (error) {
    message = (error as Error).message;
  }
  const [internal, validation] = [await device.popErrorScope(), await device.popErrorScope()];
  message = validation?.message ?? internal?.message ?? (message || uncaught);
  uncaught = '';
  return message;
}

for (const declarations of await declarationsIn(environment('SHADERS'))) {
  if (declarations.length === 0) continue;
  const [{ source, path }] = declarations;
  device.pushErrorScope('validation');
  const module = device.createShaderModule({ code: source, label: path });
  const refused = await device.popErrorScope();
  for (const declaration of declarations) {
    for (const variant of variantsOf(declaration)) {
      const name = `naga ${path}.${declaration.entry}${Object.entries(variant)
        .map(([key, value]) => ` ${key}=${value}`)
        .join('')}`;
      const failed = refused?.message ?? (await refusal(module, declaration, constantsOf(declaration, variant)));
      tell(failed ? { name, failed: failed.slice(0, 600) } : { name });
    }
  }
}
exit(0);
