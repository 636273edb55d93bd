import { OPTIONS, type OptionName } from './options.ts';
import { VERBS, type Verb, type VerbName } from './verbs.ts';

function optionLine(name: OptionName): string {
  const spec: { value?: string; help: string } = OPTIONS[name];
  return `  ${`--${name}${spec.value ? ` ${spec.value}` : ''}`.padEnd(28)} ${spec.help}`;
}

/** Help for one verb, or for all. */
export function help(verb?: VerbName): string {
  if (verb) {
    const { help: text, options, operand, further, examples, sections = [] }: Verb = VERBS[verb];
    const usage = operand ? ['', `Usage: blockspin ${verb} [${operand}] [options]`] : [];
    const apart = sections.map(({ title, options: own }) => ({ title, own: own.filter((name) => options.includes(name)) })).filter(({ own }) => own.length > 0);
    const always = options.filter((name) => !apart.some(({ own }) => own.includes(name)));
    return [
      `blockspin ${verb}: ${text}`,
      ...usage,
      '',
      'Options:',
      ...always.map(optionLine),
      ...apart.flatMap(({ title, own }) => ['', `${title}:`, ...own.map(optionLine)]),
      '',
      ...(further ? [...further(), ''] : []),
      'Examples:',
      ...examples.map((e) => `  ${e}`),
      '',
    ].join('\n');
  }
  const verbs = Object.entries(VERBS) as [VerbName, Verb][];
  return [
    'blockspin finds the relevant degrees of freedom of a statistical system by maximising mutual information.',
    '',
    'Usage: blockspin VERB [options]',
    '',
    'Verbs:',
    ...verbs.map(([name, { help: text }]) => `  ${name.padEnd(10)} ${text}`),
    '',
    'Options (see blockspin VERB --help for those of one verb):',
    ...(Object.keys(OPTIONS) as OptionName[]).map(optionLine),
    '',
    'Examples:',
    ...verbs.flatMap(([, { examples }]) => examples.map((e) => `  ${e}`)),
    '',
  ].join('\n');
}
