/** The library for browsers: everything of src/ and a way to open a device on the browser's own WebGPU. */
export * from '../../src/index.ts';
export { openDevice } from './open.ts';
