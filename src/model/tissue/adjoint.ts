import * as cells from '../../gen/shaders/model/tissue/cells.ts';
import * as gradient from '../../gen/shaders/model/tissue/gradient.ts';
import * as vertices from '../../gen/shaders/model/tissue/vertices.ts';
import type { Plan } from '../../gpu/plan.ts';
import type { Scope } from '../../gpu/scope.ts';
import type { Tensor } from '../../gpu/tensor.ts';
import { TISSUE_PARAMETERS, type Tissues } from './tissues.ts';

/**
 * The adjoint problem of tissues: what a loss of vertices says of parameters. At rest F(y) + k (observed - y) = 0; then dloss/dtheta =
 * w dF/dtheta with (k - J)^T w = dloss/dy, which relaxes as the tissue itself does. The loss is |y - observed|², or |F(observed)|² of replicas
 * whose step of time is 0. Signs are those of an ascent: gradients are of minus the loss.
 */
export class TissueAdjoint {
  /** (R, V, 2): the covector w. */
  readonly w: Tensor<'f32'>;
  /** (R, V, 2): minus the derivative of the loss by displacements. */
  readonly source: Tensor<'f32'>;
  /** (R, V): minus the part of each vertex in the loss. */
  readonly term: Tensor<'f32'>;
  /** (R, V, 2): J^T w, as of `recordProduct`. */
  readonly product: Tensor<'f32'>;
  readonly #slopes: Tensor<'f32'>;

  constructor(
    scope: Scope,
    readonly tissues: Tissues,
  ) {
    const [R, V] = [tissues.replicas, tissues.vertices];
    this.w = scope.tensor('f32', [R, V, 2], 'w');
    this.source = scope.tensor('f32', [R, V, 2], 'source');
    this.term = scope.tensor('f32', [R, V], 'term');
    this.product = scope.tensor('f32', [R, V, 2], 'product');
    this.#slopes = scope.tensor('f32', [R, TISSUE_PARAMETERS.length, tissues.cells], 'slopes');
  }

  /** Records the loss of the present forces and displacements, and its derivative. */
  recordLoss(plan: Plan): void {
    const { constants, rates, moved, forces: total, threads } = this.tissues;
    plan.dispatch(vertices.judge, constants, { rates, moved, total, s: this.source, term: this.term }, threads.vertex);
  }

  /** Records a step of w towards (k - J)^T w = source. */
  recordRelax(plan: Plan): void {
    this.#recordBack(plan);
    const { constants, vertexBindings, rates, threads } = this.tissues;
    plan.dispatch(vertices.relax, constants, { ...vertexBindings, rates, s: this.source, w: this.w }, threads.vertex);
  }

  /** Records J^T w into `product`. */
  recordProduct(plan: Plan): void {
    this.#recordBack(plan);
    const { constants, vertexBindings, threads } = this.tissues;
    plan.dispatch(vertices.sum, constants, { ...vertexBindings, total: this.product }, threads.vertex);
  }

  /** Records w dF/dtheta into the gradients of the arena. */
  recordGradient(plan: Plan): void {
    this.#recordBack(plan);
    const { parameterConstants, arena, replicas } = this.tissues;
    const threads = [64 * TISSUE_PARAMETERS.length, replicas] as const;
    plan.dispatch(gradient.collect, parameterConstants, { slopes: this.#slopes, g: arena.gradients }, threads);
  }

  #recordBack(plan: Plan): void {
    const { cellConstants, cellBindings, pulls, threads } = this.tissues;
    plan.dispatch(cells.back, cellConstants, { ...cellBindings, pulls, w: this.w, slopes: this.#slopes }, threads.cell);
  }
}
