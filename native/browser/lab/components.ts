/** Principal components of filters, a script of its own that is loaded where they are shown. */
import { pca } from '../../../src/analysis/filters/pca.ts';

declare global {
  /** Set by this script. */
  var blockspinPca: typeof pca | undefined;
}

globalThis.blockspinPca = pca;
