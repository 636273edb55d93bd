/** What a study found, in sentences, from its analysis alone. */
import type { StudyAnalysis } from '../../study/analyse_types.ts';
import type { StudyData } from '../../study/data.ts';
import { plural } from '../findings.ts';
import { duration } from '../numbers.ts';
import { modelName } from './words.ts';

export function titleOf(analysis: StudyAnalysis): string {
  return `Relevant degrees of freedom of the ${modelName(analysis)}: ${analysis.name}`;
}

/** The question first, then the answers. */
export function studyFindings(data: StudyData, analysis: StudyAnalysis): string[] {
  return [questionOf(data, analysis), ...progressOf(analysis)];
}

function questionOf({ axes, model }: StudyData, analysis: StudyAnalysis): string {
  const { setting, seconds } = analysis;
  const sides = (length: number) => (model === 'chipping' ? String(length) : `${length} × ${length}`);
  const lattice = model === 'chipping' ? `a ring of ${setting.size} sites` : `a ${sides(setting.size)} lattice`;
  const points = axes.components.length * axes.temperature.length * axes.buffer.length;
  return `A block of ${sides(setting.block)} sites of the ${modelName(analysis)} on ${lattice} was compressed to a variable H that says as much as possible about the environment beyond a buffer: ${plural(points, 'point')}, ${plural(axes.run.length, 'independent run')} at each, ${duration(seconds)} of computing.`;
}

function progressOf({ progress: { done, total } }: StudyAnalysis): string[] {
  return done < total ? [`The study is not finished: ${done} of ${total} runs are done, ${Math.floor((100 * done) / total)} %.`] : [];
}
