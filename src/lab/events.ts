/** Listeners by event. */
export class Events {
  readonly #listeners = new Map<string, Set<(value: never) => void>>();

  /** @returns a function that ends it */
  on(event: string, listener: (value: never) => void): () => void {
    const all = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, all);
    all.add(listener);
    return () => all.delete(listener);
  }

  tell(event: string, value: unknown): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(value as never);
  }
}
