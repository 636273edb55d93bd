import { BlockspinError } from '../core/errors.ts';
import type { Declaration, Drawing, EntryPoint } from './declaration.ts';
import { Lane } from './lane.ts';

/**
 * Pipelines that are compiled at the same time while others may be needed before them: compilers work in the order of requests, so what is
 * needed now waits for as many at most.
 */
const LATER_AT_ONCE = 8;

/** The part of a device that compilation needs. */
export interface Compiler {
  readonly gpu: GPUDevice;
  /** Throws the errors that arrived since the last call. */
  check(): void;
  /** Waits for a promise of the device, in the way that suits its adapter. */
  wait<T>(promise: Promise<T>): Promise<T>;
}

/** Compiled entry points, each once per set of constants: drivers do not cache them. */
export class KernelCache {
  readonly #modules = new Map<string, Promise<GPUShaderModule>>();
  readonly #pipelines = new Map<string, Promise<GPUComputePipeline>>();
  readonly #drawings = new Map<string, Promise<GPURenderPipeline>>();
  readonly #lane = new Lane(LATER_AT_ONCE);

  constructor(readonly device: Compiler) {}

  /**
   * The pipeline of an entry point with the given override constants.
   * @param later given where all other pipelines come first; as long as its compilation has not begun, this signal ends it
   * @throws BlockspinError for a missing or unknown constant, or a shader that does not compile, with file and line.
   */
  get(declaration: Declaration, constants: Readonly<Record<string, number>>, later?: AbortSignal): Promise<GPUComputePipeline> {
    const label = labelOf(declaration, constants);
    const key = `${label}\n${declaration.source}`;
    const compile = () =>
      this.#compile(declaration, (module) => {
        const compute = { module, entryPoint: declaration.entry, constants: { ...constants } };
        return this.device.gpu.createComputePipelineAsync({ label, layout: 'auto', compute });
      });
    if (!later) this.#lane.now(key);
    return once(this.#pipelines, key, () => (later ? this.#later(key, later, compile) : compile()));
  }

  /**
   * The pipeline of a drawing onto targets of a format.
   * @throws BlockspinError as `get`
   */
  drawing(declaration: Drawing, constants: Readonly<Record<string, number>>, format: GPUTextureFormat): Promise<GPURenderPipeline> {
    const label = `${labelOf(declaration, constants)} on ${format}`;
    return once(this.#drawings, `${label}\n${declaration.source}`, () =>
      this.#compile(declaration, (module) => {
        const fragment = { module, entryPoint: declaration.entry, constants: { ...constants }, targets: [{ format }] };
        return this.device.gpu.createRenderPipelineAsync({ label, layout: 'auto', vertex: { module, entryPoint: declaration.vertex }, fragment });
      }),
    );
  }

  /** A pipeline that others may overtake. One that was dropped is compiled when it is asked for again. */
  #later(key: string, signal: AbortSignal, compile: () => Promise<GPUComputePipeline>): Promise<GPUComputePipeline> {
    const pipeline = this.#lane.later(key, signal, compile);
    pipeline.catch(() => signal.aborted && this.#pipelines.delete(key));
    return pipeline;
  }

  async #compile<P>(declaration: EntryPoint, create: (module: GPUShaderModule) => Promise<P>): Promise<P> {
    const module = await this.#module(declaration);
    try {
      return await this.device.wait(create(module));
    } catch (error) {
      this.device.check();
      throw shaderError(declaration, (error as Error).message);
    }
  }

  #module(declaration: EntryPoint): Promise<GPUShaderModule> {
    let module = this.#modules.get(declaration.source);
    if (!module) {
      module = this.#createModule(declaration);
      this.#modules.set(declaration.source, module);
    }
    return module;
  }

  async #createModule(declaration: EntryPoint): Promise<GPUShaderModule> {
    const { device } = this;
    const { gpu } = device;
    gpu.pushErrorScope('validation');
    const module = gpu.createShaderModule({ code: declaration.source, label: declaration.path });
    const scope = await device.wait(gpu.popErrorScope());
    const info = await device.wait(module.getCompilationInfo());
    const first = info.messages.find((message) => message.type === 'error');
    if (first) throw shaderError(declaration, first.message, first.lineNum, first.linePos);
    if (scope) throw shaderError(declaration, scope.message);
    return module;
  }
}

/** The name of a pipeline; its constants are checked. */
function labelOf(declaration: EntryPoint, constants: Readonly<Record<string, number>>): string {
  checkConstants(declaration, constants);
  const values = Object.entries(constants).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${declaration.path}.${declaration.entry} ${JSON.stringify(values)}`;
}

/** The value of a key, made at the first call. */
function once<T>(made: Map<string, T>, key: string, make: () => T): T {
  const found = made.get(key) ?? make();
  made.set(key, found);
  return found;
}

function checkConstants(declaration: EntryPoint, constants: Readonly<Record<string, number>>): void {
  const who = `kernel ${declaration.path}.${declaration.entry}`;
  const names = declaration.overrides.map((o) => o.name);
  for (const [name, value] of Object.entries(constants)) {
    if (!names.includes(name)) {
      throw new BlockspinError({ who, expected: `constants out of ${names.join(', ')}`, got: name, remedy: 'check the spelling' });
    }
    if (!Number.isFinite(value)) {
      throw new BlockspinError({ who, expected: `a finite constant ${name}`, got: String(value), remedy: 'compute it before compiling' });
    }
  }
  const missing = declaration.overrides.filter((o) => !o.optional && constants[o.name] === undefined).map((o) => o.name);
  if (missing.length > 0) {
    throw new BlockspinError({ who, expected: `a value for ${missing.join(', ')}`, got: 'none', remedy: 'give every constant that has no default' });
  }
}

/** The file and line a line of the assembled source came from. */
export function locate(declaration: EntryPoint, line: number): { file: string; line: number } {
  let left = line;
  for (const [file, count] of declaration.lines) {
    if (left <= count) return { file, line: left };
    left -= count;
  }
  return { file: fileOf(declaration), line };
}

/** The file of a kernel, which comes after the libraries that it uses. */
function fileOf({ lines, path }: EntryPoint): string {
  return lines.at(-1)?.[0] ?? path;
}

function shaderError(declaration: EntryPoint, message: string, line = 0, column = 0): BlockspinError {
  if (line === 0) {
    return new BlockspinError({
      who: `shader ${fileOf(declaration)} (${declaration.entry})`,
      expected: 'a pipeline',
      got: message.trim(),
      remedy: 'mend the shader or its constants',
      code: 'shader',
    });
  }
  const place = locate(declaration, line);
  const lines = declaration.source.split('\n');
  const shown = [];
  for (let n = Math.max(1, line - 2); n <= Math.min(lines.length, line + 1); n++) {
    shown.push(`${String(place.line + n - line).padStart(5)} | ${lines[n - 1]}`);
    if (n === line) shown.push(`${' '.repeat(8 + Math.max(0, column - 1))}^`);
  }
  return new BlockspinError({
    who: `shader ${place.file}:${place.line}:${column}`,
    expected: 'valid WGSL',
    got: `${message.trim()}\n${shown.join('\n')}\n`,
    remedy: 'mend the marked place',
    code: 'shader',
  });
}
