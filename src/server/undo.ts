/** What was started, to be stopped in reverse order: who came last may need who came before. */
export class Undo {
  readonly #steps: ((graceMs: number) => Promise<void> | void)[] = [];
  #done: Promise<void> | undefined;

  /** Adds a step; it is given how long what runs may still take. */
  defer(step: (graceMs: number) => Promise<void> | void): void {
    this.#steps.push(step);
  }

  /** Runs every step once, also when one fails; rejects with the first failure. */
  run(graceMs: number): Promise<void> {
    this.#done ??= this.#run(graceMs);
    return this.#done;
  }

  async #run(graceMs: number): Promise<void> {
    const failures: unknown[] = [];
    for (const step of this.#steps.toReversed()) {
      try {
        await step(graceMs);
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length === 1) throw failures[0];
    if (failures.length > 1) throw new AggregateError(failures, failures.map(String).join("; "));
  }
}
