/** First in, first out, in constant time; with a way back to the front for what could not be used. */
export class RequestQueue<T> {
  #items: T[] = [];
  #head = 0;

  get length(): number {
    return this.#items.length - this.#head;
  }

  push(item: T): void {
    this.#items.push(item);
  }

  shift(): T | undefined {
    const item = this.#items[this.#head];
    if (item === undefined) return undefined;
    this.#head += 1;
    if (this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }

  /** Takes the newest. */
  pop(): T | undefined {
    return this.length === 0 ? undefined : this.#items.pop();
  }

  unshift(item: T): void {
    this.#items = [item, ...this.#items.slice(this.#head)];
    this.#head = 0;
  }
}
