/** The style sheet of a report: light and dark by the reader's preference, with the colours of figures as variables, for phones and for print. */
import { declarations } from './colours.ts';

const LIGHT = `${declarations('light')} --line: #d1d9e0; --raised: #f6f8fa; --good: #1a7f37; --warn: #8a5d00; --bad: #c21f2c;`;
const DARK = `${declarations('dark')} --line: #3d444d; --raised: #1b2129; --good: #57c76b; --warn: #dcae4a; --bad: #ff7b72;`;

export const STYLE = `
:root { color-scheme: light dark; ${LIGHT} }
@media (prefers-color-scheme: dark) {
  :root { ${DARK} }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 68rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 1rem; }
h2 { font-size: 1.15rem; margin: 2.5rem 0 0.75rem; padding-bottom: 0.25rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.5rem 0 0.5rem; }
p, ul { max-width: 46rem; margin: 0.5rem 0; }
ul { padding-left: 1.2rem; }
li { margin: 0.25rem 0; }
.note, figcaption { color: var(--faint); font-size: 0.875rem; max-width: 46rem; margin: 0.6rem 0; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.8125rem; font-variant-numeric: tabular-nums; min-width: 100%; }
th, td { padding: 0.3rem 0.4rem; text-align: left; vertical-align: bottom; white-space: nowrap; }
th { font-weight: 600; border-bottom: 1px solid var(--ink); }
th small { display: block; font-weight: 400; color: var(--faint); }
sub { font-size: 0.75em; line-height: 0; }
td { border-bottom: 1px solid var(--line); vertical-align: top; }
td.wrapped { white-space: normal; min-width: 7rem; max-width: 8rem; }
td.words { min-width: 16rem; max-width: 24rem; }
.right { text-align: right; }
.remark { color: var(--faint); }
.faint { color: var(--faint); font-style: italic; }
.converged { color: var(--good); }
.zero { color: var(--faint); }
.unconverged { color: var(--warn); }
.diverged, .nonstationary { color: var(--bad); }
figure { margin: 0; }
.card { border: 1px solid var(--line); border-radius: 6px; overflow-x: auto; }
.card svg { display: block; width: min(100%, 36rem); height: auto; margin: 0 auto; }
.card.broad svg { width: auto; }
.wide:focus-visible, .card:focus-visible, pre:focus-visible, summary:focus-visible { outline: 2px solid var(--series-1); outline-offset: 2px; }
@media (max-width: 40rem) { main { padding: 1.25rem 0.75rem 3rem; } }
details { margin: 0.6rem 0; }
summary { cursor: pointer; color: var(--faint); font-size: 0.875rem; }
pre { max-height: 24rem; overflow: auto; padding: 0.75rem; background: var(--raised); border: 1px solid var(--line); border-radius: 6px; font: 0.75rem/1.45 ui-monospace, monospace; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.2rem 1.25rem; margin: 0.5rem 0; font-size: 0.9rem; }
dt { color: var(--faint); }
dd { margin: 0; overflow-wrap: anywhere; }
@media print {
  :root { ${LIGHT} color-scheme: light; --ink: #000000; --faint: #444444; --line: #bbbbbb; --raised: #ffffff; }
  main { max-width: none; padding: 0; }
  body { font-size: 10pt; }
  h2 { break-after: avoid; }
  figure, tr { break-inside: avoid; }
  .card { border: 0; overflow: visible; }
  .card svg { width: min(100%, 26rem); }
  .card.broad svg { width: auto; max-width: 100%; }
  .wide { overflow: visible; }
  table { font-size: 7.5pt; }
  th, td { padding: 0.2rem 0.3rem; }
  th { white-space: normal; }
  td.wrapped { min-width: 4rem; white-space: normal; }
  td.words { min-width: 10rem; }
  .remark { display: block; }
  p, ul, .note, figcaption { max-width: none; }
  .note, figcaption { font-size: 8.5pt; }
  h3 { break-after: avoid; }
  details { display: none; }
}
`;
