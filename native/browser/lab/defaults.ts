/**
 * In the page the place of the library that checks settings, which would be a sixth of the first load: schemas that fill in defaults and
 * transform values, and check nothing. The page gives only settings that `src/lab/settings.ts` has checked.
 * `tests/unit/lab_defaults.test.ts` compares what comes out with what the library makes of the same settings.
 */
type Parse = (value: unknown) => unknown;

class Schema {
  readonly parse: Parse;

  constructor(parse: Parse) {
    this.parse = parse;
  }

  /** As it is, without being parsed. */
  default(value: unknown): Schema {
    return new Schema((given) => (given === undefined ? value : this.parse(given)));
  }

  /** Parsed. */
  prefault(value: unknown): Schema {
    return new Schema((given) => this.parse(given === undefined ? value : given));
  }

  optional(): Schema {
    return new Schema((given) => (given === undefined ? undefined : this.parse(given)));
  }

  transform(change: (value: never) => unknown): Schema {
    return new Schema((given) => change(this.parse(given) as never));
  }

  safeParse(given: unknown): { success: true; data: unknown } {
    return { success: true, data: this.parse(given) };
  }
}

/** Conditions and remarks, which change no value. */
for (const name of ['describe', 'meta', 'int', 'min', 'max', 'gt', 'lt', 'positive', 'multipleOf', 'regex', 'length', 'refine', 'readonly'])
  Object.defineProperty(Schema.prototype, name, { value: same });

function same(this: Schema): Schema {
  return this;
}

const any = () => new Schema((value) => value);

/** An object of settings; keys that it does not have are left out, and so are settings without a value. */
function objectOf(shape: Readonly<Record<string, Schema>>): Schema {
  return new Schema((given) => {
    const values = Object.entries(shape).map(([key, schema]) => [key, schema.parse((given as Record<string, unknown>)[key])] as const);
    return Object.fromEntries(values.filter(([, value]) => value !== undefined));
  });
}

/** A value changed before it is parsed. */
export const preprocess = (change: (value: unknown) => unknown, schema: Schema) => new Schema((given) => schema.parse(change(given)));

/** Only named where a check fails. */
export {
  any as array,
  any as boolean,
  any as custom,
  any as enum,
  any as literal,
  any as number,
  any as string,
  any as tuple,
  any as union,
  any as unknown,
  objectOf as object,
  objectOf as strictObject,
  Schema as ZodDefault,
  Schema as ZodObject,
  Schema as ZodOptional,
  Schema as ZodPrefault,
};
