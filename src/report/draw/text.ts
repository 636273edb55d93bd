/** Text of figures and pages: its width where nothing can be measured, and how symbols are set. */

/** Widths in the size of the font of a wide sans-serif: what is laid out for it does not collide in narrower ones. */
const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/[iljI.,:;'|!()[\]\- ]/, 0.36],
  [/[ftr/*]/, 0.42],
  [/[mwMW@%–—]/, 0.92],
  [/[A-Z×−+=<>≤≥∞&#]/, 0.72],
];
const USUAL = 0.6;

/** The width of a line of text, in the unit of the size of its font. */
export function textWidth(text: string, size: number): number {
  return size * [...text].reduce((sum, letter) => sum + (WIDTHS.find(([letters]) => letters.test(letter))?.[1] ?? USUAL), 0);
}

/** A letter with an index of a few letters or a number, as T_c, k_B, L_B, E_x. */
const INDEXED = /(?<![\w-])([A-Za-zτξΔ])_([A-Za-z]{1,3}|\d)(?![\w-])/g;

/** Sets indices below the line, with what `below` makes of an index. */
export function withIndices(text: string, below: (index: string) => string): string {
  return text.replace(INDEXED, (_, letter: string, index: string) => `${letter}${below(index)}`);
}

/** Hyphens before numbers become minus signs. */
export function withMinus(text: string): string {
  return text.replace(/(^|[\s(=±…<>,≥≤/])-(?=[\d.])/g, '$1−');
}
