/** The library for Node: everything of src/ and a way to open a device here. */
export * from '../../src/index.ts';
export { openDevice } from './adapters.ts';
