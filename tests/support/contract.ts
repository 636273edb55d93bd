/** Parts that every JSON object of the program shares. */
import type { Pattern } from './pattern.ts';

export const ADAPTER: Pattern = { name: 'string', vendor: 'string', architecture: 'string', driver: 'string', origin: 'string', software: 'boolean' };
export const VERSIONS: Pattern = { blockspin: 'string', node: 'string', dawn: 'string' };
