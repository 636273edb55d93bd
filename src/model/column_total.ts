import type { Tensor } from '../gpu/tensor.ts';

/** The sum over all rows of one column of a table of counters, `width` words to a row. */
export async function columnTotal(table: Tensor<'u32'>, width: number, column: number): Promise<number> {
  const words = await table.read();
  let sum = 0;
  for (let i = column; i < words.length; i += width) sum += words[i];
  return sum;
}
