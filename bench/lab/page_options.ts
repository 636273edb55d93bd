/** Options of the benchmarks that write a record and tables of a page. */
import { join } from 'node:path';

/** An option with a default. */
export const text = (value: string) => ({ type: 'string', default: value }) as const;

/** Name of the record, folders of records and of the documents. @param root folder of the clone */
export const pageOptions = (root: string) => ({ name: text('lavapipe'), results: text(join(root, 'bench/results')), docs: text(join(root, 'docs')) });

/** The same for benchmarks of samples, which may be there or are made on an adapter. @param root folder of the clone */
export const sampledPageOptions = (root: string) => ({ samples: { type: 'string' }, adapter: { type: 'string' }, ...pageOptions(root) }) as const;
