/** RADV, Mesa's driver for AMD GPUs, without a GPU: a layer of Vulkan that compiles pipelines with its compiler ACO and runs nothing. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BlockspinError } from '../../../../src/core/errors.ts';

/** Families that were tried; Mesa knows more. */
export const FAMILIES = ['navi31', 'navi21', 'navi10', 'vega10', 'polaris10', 'mi200', 'gfx1201'];

const DRIVERS = '/usr/share/vulkan/icd.d';
const NAME = 'VK_LAYER_null_run';
const LIBRARY = 'libVkLayer_null_run.so';

/** Files that a compilation writes. */
export interface Places {
  /** A line of JSON for each pipeline: its number, lanes of a wave, and what the driver says of it. */
  log: string;
  /** The assembly of pipeline n in n.txt, of four digits. */
  assembly: string;
}

/** The manifest of RADV, or undefined where it is not installed. */
export function radv(): string | undefined {
  const name = existsSync(DRIVERS) ? readdirSync(DRIVERS).find((file) => /^radeon_icd.*\.json$/.test(file)) : undefined;
  return name && join(DRIVERS, name);
}

const missing = (expected: string, got: string, remedy: string) => new BlockspinError({ who: 'bench compile', expected, got, remedy });

/** @throws BlockspinError where there is no C compiler, or no header of Vulkan's layers */
function buildLayer(source: string, folder: string): void {
  const library = join(folder, LIBRARY);
  if (existsSync(library) && statSync(library).mtimeMs > statSync(source).mtimeMs) return;
  mkdirSync(folder, { recursive: true });
  const { status, error, stderr } = spawnSync('cc', ['-O1', '-w', '-shared', '-fPIC', '-o', library, source, '-lpthread'], { encoding: 'utf8' });
  if (status === 0) return;
  const got = error?.message ?? stderr.split('\n').find((line) => line.includes('error')) ?? stderr;
  throw missing('a C compiler and the headers of Vulkan', got, 'install gcc and libvulkan-dev');
}

/**
 * Makes this process compile for a family, before it looks for an adapter.
 * @param root of the clone
 * @param cache a folder for the layer and what is compiled; that of the family is emptied
 * @throws BlockspinError naming what is not installed
 */
export function compileFor(family: string, root: string, cache: string): Places {
  const driver = radv();
  if (!driver) throw missing("Mesa's driver radeon_icd", `none in ${DRIVERS}`, 'install mesa-vulkan-drivers');
  const layer = join(cache, 'layer');
  buildLayer(join(root, 'bench/lab/gpu/compile/null_layer.c'), layer);
  const description = { name: NAME, type: 'GLOBAL', library_path: `./${LIBRARY}`, api_version: '1.3.239', implementation_version: '1', description: '' };
  writeFileSync(join(layer, `${NAME}.json`), JSON.stringify({ file_format_version: '1.2.0', layer: description }));
  const folder = join(cache, family);
  rmSync(folder, { recursive: true, force: true });
  const places = { log: join(folder, 'pipelines.jsonl'), assembly: join(folder, 'assembly') };
  mkdirSync(places.assembly, { recursive: true });
  Object.assign(process.env, {
    VK_DRIVER_FILES: driver,
    VK_LAYER_PATH: layer,
    VK_INSTANCE_LAYERS: NAME,
    RADV_FORCE_FAMILY: family,
    MESA_SHADER_CACHE_DISABLE: '1',
    ACO_LOG: places.log,
    ISA_DIR: places.assembly,
  });
  return places;
}
