import { setImmediate as afterPolling } from "node:timers";

/**
 * Calls `action` once everything that the kernel had ready for us has been read. A guest that wrote to a pipe before it
 * wrote to its socket made both readable, in this order; the event loop may hand us the socket first, but it hands us
 * the pipe before this call. That is an order of input, not a time, hence not the clock's business.
 */
export function afterLoopTurn(action: () => void): void {
  afterPolling(action);
}
