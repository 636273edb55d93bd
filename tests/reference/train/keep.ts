/** Early stopping of one replica, as a state that validations are fed into. */
export class Keeper {
  best: { value: number; step: number } | undefined;
  kept: number[] | undefined;

  constructor(readonly patience: number) {}

  /** @returns whether the parameters are kept */
  judge(value: number, step: number, alive: boolean, parameters: readonly number[]): boolean {
    if (!Number.isFinite(value) || !alive) return false;
    if (this.best && (step - this.best.step > this.patience || value <= this.best.value)) return false;
    this.best = { value, step };
    this.kept = [...parameters];
    return true;
  }
}
