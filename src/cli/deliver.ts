/** Sees to it that what was computed is not lost where stdout does not take it. */
import { BlockspinError } from '../core/errors.ts';
import type { Host, Stdout } from './host.ts';
import type { VerbName } from './verbs.ts';

/** Verbs that may compute for hours and have their results on stdout; those of all others lie in a folder, or are soon repeated. */
const COMPUTING: readonly VerbName[] = ['start', 'train', 'sample', 'infer', 'exact', 'bench'];
/** With one of these there are results on disk. */
const STORED = /^--(out|resume)(=|$)/;

/** Remembers what is written to stdout, until it is known that it arrived. */
export class Delivery {
  #text = '';
  readonly host: Host;

  constructor(host: Host) {
    // Not a copy: a property of the host may be made when it is first asked for.
    this.host = Object.create(host, {
      out: {
        value: (text: string) => {
          this.#text += text;
          host.out(text);
        },
      },
    }) as Host;
  }

  /**
   * Puts what stdout did not take into a new file.
   * @returns what to tell the user, or undefined where all arrived
   */
  async problem(verb: VerbName | undefined): Promise<BlockspinError | undefined> {
    const { stdout, words } = this.host;
    if (this.#text === '' || !stdout) return undefined;
    const failure = await stdout.failure();
    if (!failure) return undefined;
    const computed = verb !== undefined && COMPUTING.includes(verb);
    const json = words.includes('--json');
    // A reader that has seen enough, as `| head`, is no error; half a JSON object is.
    if (failure.code === 'EPIPE' && !json) return undefined;
    // Output may have been thrown away on purpose, which looks the same: nothing is lost where it is on disk, too.
    if (failure.code === 'closed' && (!computed || verb === 'start' || words.some((word) => STORED.test(word)))) return undefined;
    const file = computed ? await this.#save(verb, json ? 'json' : 'txt', stdout) : undefined;
    return new BlockspinError({
      who: 'stdout',
      expected: 'room for the output',
      got: failure.message,
      remedy: file ? `it is in ${file}` : computed ? 'it could not be written to a file either' : 'run the command again with another stdout',
      code: 'store',
    });
  }

  /** A name that is not taken, in the first folder that can be written. */
  async #save(verb: VerbName, ending: string, { refuges }: Stdout): Promise<string | undefined> {
    const stamp = new Date().toISOString().replace(/[:.]/g, '-').slice(0, 23);
    for (const folder of refuges) {
      const file = `${folder}/blockspin-${verb}-${stamp}.${ending}`;
      const written = await this.host.files.claim(file, this.#text).catch(() => false);
      if (written) return file;
    }
    return undefined;
  }
}
