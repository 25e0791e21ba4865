import type { IncomingMessage } from "node:http";
import type { Clock, Timer } from "../../base/index.ts";
import type { ListenerLimits } from "./listener-limits.ts";

/** What became of a body: complete, refused for its size, too slow, or the client went away in the middle of it. */
export type BodyOutcome =
  | { readonly kind: "complete"; readonly body: Uint8Array }
  | { readonly kind: "too-large" | "too-slow" | "gone" };

/** Collects a body of at most `bytesMax`. It stops at the first byte too many and leaves the rest unread. */
export function collectBody(
  request: IncomingMessage,
  bytesMax: number,
  limits: ListenerLimits,
  clock: Clock,
): Promise<BodyOutcome> {
  if (Number(request.headers["content-length"] ?? 0) > bytesMax) return Promise.resolve({ kind: "too-large" });
  const whole = bodyAtHand(request);
  if (whole !== undefined) return Promise.resolve({ kind: "complete", body: whole });
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const watch = watchProgress(clock, limits, () => {
      settle({ kind: "too-slow" });
    });
    const settle = (outcome: BodyOutcome): void => {
      watch.cancel();
      request.off("data", onData).off("end", onEnd).off("close", onClose).pause();
      resolve(outcome);
    };
    const onData = (chunk: Buffer): void => {
      watch.touch();
      bytes += chunk.length;
      if (bytes > bytesMax) settle({ kind: "too-large" });
      else chunks.push(chunk);
    };
    const onEnd = (): void => {
      const [only] = chunks;
      settle({
        kind: "complete",
        body: chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks, bytes),
      });
    };
    const onClose = (): void => {
      settle({ kind: "gone" });
    };
    request.on("error", ignoreAbort).on("data", onData).on("end", onEnd).on("close", onClose);
  });
}

/** A body that came in one piece with its head needs neither watching nor waiting for; undefined for any other. */
function bodyAtHand(request: IncomingMessage): Buffer | undefined {
  const { readableLength } = request;
  if (readableLength !== Number(request.headers["content-length"]) || readableLength === 0) return undefined;
  const body: unknown = request.on("error", ignoreAbort).read();
  request.resume(); // to its end, behind which the next request is read
  return Buffer.isBuffer(body) ? body : undefined;
}

/** An aborted request also emits `error`; `close` follows and is what counts. */
function ignoreAbort(): void {}

interface Progress {
  touch(): void;
  cancel(): void;
}

/** Calls `onStall` once when nothing was touched for the idle time, or when the whole takes too long. */
function watchProgress(clock: Clock, limits: ListenerLimits, onStall: () => void): Progress {
  const startedMs = clock.monotonicMs();
  let touchedMs = startedMs;
  let timer: Timer;
  const arm = (): Timer => {
    const dueMs = Math.min(touchedMs + limits.bodyIdleTimeoutMs, startedMs + limits.bodyTimeoutMs);
    return clock.after(Math.max(1, dueMs - clock.monotonicMs()), () => {
      const nowMs = clock.monotonicMs();
      const stalled = nowMs - touchedMs >= limits.bodyIdleTimeoutMs || nowMs - startedMs >= limits.bodyTimeoutMs;
      if (stalled) onStall();
      else timer = arm();
    });
  };
  timer = arm();
  return {
    touch: () => {
      touchedMs = clock.monotonicMs();
    },
    cancel: () => {
      timer.cancel();
    },
  };
}
