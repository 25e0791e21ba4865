/** Lets actions of the same name run one after the other, in the order in which they came. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Runs `action` after those of this name that came before, whether they succeeded or not. An action must not wait for another of its name. */
  async take<T>(name: string, action: () => Promise<T>): Promise<T> {
    const before = this.#last.get(name);
    const mine = run(before, action);
    this.#last.set(name, mine);
    try {
      return await mine;
    } finally {
      if (this.#last.get(name) === mine) this.#last.delete(name);
    }
  }
}

async function run<T>(before: Promise<unknown> | undefined, action: () => Promise<T>): Promise<T> {
  try {
    await before;
  } catch {
    // Its own caller hears of it.
  }
  return action();
}
