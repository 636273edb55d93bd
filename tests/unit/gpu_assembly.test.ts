/** Loops of compiled kernels, and the table that is made of them. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { kindsOf, longestPath, readAssembly } from '../../bench/lab/gpu/compile/assembly.ts';
import type { Compiled } from '../../bench/lab/gpu/compile/compiled.ts';
import { executed, tableOf } from '../../bench/lab/gpu/compile/table.ts';
import type { Dispatched } from '../../bench/lab/gpu/dispatched.ts';
import type { KernelRow } from '../../bench/lab/gpu/row.ts';

/** Two instructions, a loop of four around a loop of three, and the end. */
const TEXT = `== Assembly
BB0:
	s_load_b64 s[0:1], s[2:3], null                             ; f4000001
	v_mov_b32_e32 v1, 0
BB1:
	v_add_nc_u32_e32 v0, 1, v0
BB2:
	v_fma_f32 v2, v3, v4, v2
	v_cmp_gt_u32_e32 vcc_lo, 8, v0
	s_cbranch_vccnz BB2
BB3:
	buffer_load_b32 v5, v1, s[4:7], 0 offen
	s_cbranch_scc1 BB5
	s_branch BB1
BB5:
	s_endpgm
`;

test('loops of the assembly: all instructions, and those that are not in inner loops', () => {
  const found = readAssembly(TEXT);
  assert.is(found?.straight, 3);
  assert.equal(
    found?.loops.map(({ all, own }) => [all.length, own.length]),
    [
      [7, 4],
      [3, 3],
    ],
  );
  assert.equal(kindsOf(found?.loops[0].all ?? []), [
    ['branch', 3],
    ['int', 1],
    ['fp', 1],
    ['compare', 1],
    ['load', 1],
  ]);
  assert.is(readAssembly('no assembly is given\n'), undefined);
});

test('the longest path takes trips from the last, and says where they are not known', () => {
  const found = readAssembly(TEXT) as NonNullable<ReturnType<typeof readAssembly>>;
  assert.equal(longestPath(found, [10, 50]), { straight: 3, looping: 4 * 10 + 3 * 50, known: true });
  assert.equal(longestPath(found, [99, 10, 50]), { straight: 3, looping: 190, known: true });
  assert.equal(longestPath(found, [50]), { straight: 3, looping: 7, known: false });
});

/** A layer of 8 inputs on 16 samples. */
const dispatch: Dispatched = {
  title: 'critic/linear.forward',
  note: '',
  constants: { K: 16, I: 8, O: 32 },
  groups: [2, 3, 1],
  workgroup: [32, 1, 1],
  tensors: {},
};
/** One loop of as many trips as inputs. */
const rows: Readonly<Record<string, KernelRow>> = { 'critic/linear.forward': { phases: () => [], loops: ({ I }) => [I] } };
const LOOP = 'BB0:\n\tv_mov_b32_e32 v1, 0\nBB1:\n\tv_fma_f32 v2, v3, v4, v2\n\ts_cbranch_vccnz BB1\nBB2:\n\ts_endpgm\n';
const stats = { VGPRs: 24, SGPRs: 128, 'Spilled VGPRs': 3, 'Scratch size': 16, 'Subgroups per SIMD': 16, 'LDS size': 0, 'Code size': 40, Instructions: 4 };
const compiled: Compiled = { dispatch, pipeline: { subgroup: 64, stats, assembly: readAssembly(LOOP), milliseconds: 12.4 } };

test('instructions of a wave, and of all waves in millions', () => {
  assert.equal(executed(compiled, { rows }), [`${2 + 2 * 8}`, ((6 * (2 + 2 * 8)) / 1e6).toFixed(3)]);
  const unknown = { ...compiled, dispatch: { ...dispatch, title: 'no/such.kernel' } };
  assert.equal(executed(unknown, { rows }), ['>=4', '>=0.000']);
  assert.equal(executed({ ...compiled, pipeline: { ...compiled.pipeline, assembly: undefined } }, { rows }), ['?', '?']);
});

test('the table counts dispatches that are alike, with spills and scratch in one column', () => {
  const [title, head, row, kinds, ...rest] = tableOf('a step', [compiled, compiled], { loops: true, rows }).split('\n');
  assert.is(title, '## a step');
  assert.equal(head.trim().split(/ +/), 'kernel times grid VGPR SGPR waves LDS spill code instr loops per wave M executed ms'.split(' '));
  assert.equal(row.trim().split(/ +/), 'critic/linear.forward 8x32 2 6x32 24 128 16 0 19 40 4 2 18 0.000 12'.split(' '));
  assert.is(kinds.trim(), 'loop of 2: fp 1, branch 1');
  assert.is(rest.length, 0);
});

test.run();
