import { type Phrase, phrase, setting } from '../../core/phrase.ts';
import type { SiteList } from '../../space/sites.ts';

/**
 * The window fields of a list of sites: block and shell are the numbers of values in each, and the buffer, which has
 * no width, is 0.
 */
export function ofSites({ block, environment }: SiteList): { block: number; buffer: number[]; shell: number } {
  return { block: block.length, buffer: [0], shell: environment.length };
}

/** The refusal of settings of a window beside a list of sites. */
export function besideSites(): { expected: Phrase; remedy: Phrase } {
  return { expected: phrase`nothing, since ${setting('sites')} lists block and environment`, remedy: 'leave one of the two out' };
}
