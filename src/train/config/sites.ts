import { type Phrase, phrase, setting } from '../../core/phrase.ts';
import type { SiteList } from '../../space/sites.ts';

/**
 * What a list of sites is in the place of a window: block and shell are the numbers of values in it, and the buffer, which has
 * no width, is 0.
 */
export function ofSites({ block, environment }: SiteList): { block: number; buffer: number[]; shell: number } {
  return { block: block.length, buffer: [0], shell: environment.length };
}

/** What is said of settings of a window beside a list of sites. */
export function besideSites(): { expected: Phrase; remedy: Phrase } {
  return { expected: phrase`nothing, since ${setting('sites')} lists block and environment`, remedy: 'leave one of the two out' };
}
