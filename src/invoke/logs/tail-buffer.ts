import { LOG_TAIL_BYTES_MAX } from "../../base/index.ts";
import type { InvokeFact } from "../facts.ts";
import { renderLog } from "./render-log.ts";

/** The last 4,096 bytes of one invocation's log, as `LogType=Tail` returns them. */
export class TailBuffer {
  #pieces: Buffer[] = [];
  #bytes = 0;

  add(fact: InvokeFact): void {
    this.#append(renderLog(fact) ?? "");
  }

  bytes(): Uint8Array {
    const all = Buffer.concat(this.#pieces);
    return all.subarray(Math.max(0, all.length - LOG_TAIL_BYTES_MAX));
  }

  #append(text: string): void {
    const piece = Buffer.from(text);
    this.#pieces.push(piece);
    this.#bytes += piece.length;
    for (let first = this.#pieces[0]; first !== undefined; first = this.#pieces[0]) {
      if (this.#bytes - first.length < LOG_TAIL_BYTES_MAX) return;
      this.#pieces.shift();
      this.#bytes -= first.length;
    }
  }
}
