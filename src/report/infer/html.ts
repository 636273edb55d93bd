/** The page of an inference: one HTML document that loads no other files. */
import type { FittedValues, InferResult } from '../../infer/result.ts';
import type { DrawnFigure } from '../draw/figure.ts';
import { significant } from '../draw/numbers.ts';
import { detailsHtml, factsHtml, figureHtml, headHtml, noteHtml, pageHtml, section, typeset } from '../draw/page.ts';
import { findings, isFirst } from './findings.ts';
import { CHOICE, NUDGING } from './method.ts';
import { knownValues, sentence } from './symbols.ts';
import { estimatesTable, TABLE_NOTE } from './table.ts';

/** @param figures drawn, in their order @param truth what the file says that the snapshot was made with */
export function inferHtml(result: InferResult, figures: readonly DrawnFigure[], truth: FittedValues | undefined): string {
  const title = `Parameters of a tissue of ${result.cells} cells from one snapshot`;
  return pageHtml(title, [
    headHtml(title, findings(result, truth)),
    section('Estimates by strength of the nudge', estimatesTable(result) + noteHtml(TABLE_NOTE) + verdictsHtml(result)),
    ...figures.map((figure, i) => section(figure.title, figureHtml(figure, `f${i}-`))),
    section('What nudging can and cannot do', listHtml(NUDGING)),
    section('What is our choice', listHtml(CHOICE)),
    section('How it was run', runHtml(result)),
  ]);
}

const listHtml = (items: readonly string[]) => `<ul>${items.map((item) => `<li>${typeset(item)}</li>`).join('')}</ul>`;

/** The verdicts that are not at the head of the page. */
function verdictsHtml(result: InferResult): string {
  const others = result.verdicts.filter((verdict) => !isFirst(result, verdict));
  return others.length > 0 ? listHtml(others.map(({ words }) => sentence(words))) : '';
}

const POLISHED = { all: 'all fits in float64', best: 'the best fit of each row in float64', none: 'none: single precision' } as const;

function runHtml({ known, settings, seconds, adapter, polished }: InferResult): string {
  const taken = knownValues(known).map(({ symbol, noun, value }) => `${noun} ${symbol} ${value}`);
  const facts: [string, string][] = [
    ['adapter', adapter],
    ['time', `${significant(seconds)} s`],
    ['last digits', POLISHED[polished]],
  ];
  return `${factsHtml(facts)}\n${noteHtml(`Taken as known: ${taken.join(', ')}.`)}\n${detailsHtml('Settings (JSON)', JSON.stringify(settings, null, 2))}`;
}
