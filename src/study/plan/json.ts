import { shapeOf } from '../../core/parts.ts';
import { condition, type Defaults, implies, type JsonSchema, partsSchema, properties } from '../../core/parts_json.ts';
import { SAMPLED } from '../../model/models.ts';
import { DEFAULTS } from '../../train/config/schema.ts';
import { GRID_PARTS, TRAIN_PARTS, WHOLE } from './schema.ts';

const MODEL: Defaults = { model: [{ value: SAMPLED[0].name }] };

/** The schema of configs as JSON Schema (draft 2020-12), for editors. The possible axes depend on the model of `train`. */
export function studyJsonSchema(): JsonSchema {
  const { train: _, grid, ...rest } = WHOLE;
  const axes = SAMPLED.map(({ name }) => {
    const ofModel = condition({ model: [name] }, MODEL);
    // In JSON Schema a condition on a missing key holds.
    const needed = 'required' in ofModel ? { required: ['train'] } : {};
    const keys = { type: 'object', properties: properties(shapeOf(GRID_PARTS, { model: name })), additionalProperties: false };
    return implies({ properties: { train: ofModel }, ...needed }, { properties: { grid: keys } });
  });
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'study.schema.json',
    title: 'A study of blockspin',
    type: 'object',
    properties: {
      ...properties(rest),
      train: { ...partsSchema(TRAIN_PARTS, { ...DEFAULTS, ...MODEL }), description: WHOLE.train.description },
      grid: { type: 'object', description: grid.description },
    },
    allOf: axes,
    additionalProperties: false,
  };
}
