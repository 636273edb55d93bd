import { type Phrase, phrase, setting } from '../../core/phrase.ts';
import type { SiteList } from '../../space/sites.ts';

/**
 * The window fields of a list of sites: block and shell are the numbers of values in each, the shell that of the nearest environment; the
 * buffer of a list that does not say it is 0.
 */
export function ofSites({ block, environment, buffers }: SiteList): { block: number; buffer: number[]; shell: number } {
  return { block: block.length, buffer: buffers?.map(({ buffer }) => buffer) ?? [0], shell: environment.length };
}

/** The refusal of settings of a window beside a list of sites. */
export function besideSites(): { expected: Phrase; remedy: Phrase } {
  return { expected: phrase`nothing, since ${setting('sites')} lists block and environment`, remedy: 'leave one of the two out' };
}
