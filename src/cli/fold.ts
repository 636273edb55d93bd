/** Lines of the terminal in its width. */

/** Text is not squeezed into fewer columns than these beside an indent. */
const LEAST = 24;

/**
 * Breaks lines at blanks so that they fit. What follows a broken line stands below its text: behind the name of an option, or behind the indent. Commands are
 * broken with a backslash, so that a shell takes them as one. A word that is too long stays whole.
 */
export function folded(text: string, columns: number): string {
  return text
    .split('\n')
    .flatMap((line) => (line.length <= columns ? [line] : foldedLine(line, columns)))
    .join('\n');
}

/** Results, for a person at a terminal in its width; a file or a program gets whole lines. */
export function foldedFor({ interactive, columns }: { interactive: boolean; columns: number }, text: string): string {
  return interactive ? folded(text, columns) : text;
}

function foldedLine(line: string, columns: number): string[] {
  const command = /^\s*(npx|npm|blockspin) /.test(line);
  const own = line.length - line.trimStart().length;
  // Behind a name and two blanks or more is a text of its own.
  const named = /^\s*\S.*?\s{2,}(?=\S)/.exec(line)?.[0].length ?? 0;
  const hang = named > own && columns - named >= LEAST ? named : own + 2;
  const end = command ? columns - 2 : columns;
  const lines: string[] = [];
  let rest = line;
  while (rest.length > (lines.length === 0 ? end : columns)) {
    const at = rest.lastIndexOf(' ', end);
    const from = lines.length === 0 ? Math.max(own, named > own && hang === named ? named : own) : hang;
    const cut = at > from ? at : rest.indexOf(' ', Math.max(end, from + 1));
    if (cut < 0) break;
    lines.push(`${rest.slice(0, cut).trimEnd()}${command ? ' \\' : ''}`);
    rest = ' '.repeat(hang) + rest.slice(cut).trimStart();
  }
  return [...lines, rest];
}
