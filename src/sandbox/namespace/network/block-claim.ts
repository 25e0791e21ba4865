import type { Server } from "node:net";
import { createServer } from "node:net";

/** Exclusive use of a block of links, for as long as this process lives. */
export interface BlockClaim {
  readonly block: number;
  release(): void;
}

/**
 * Claims a block by listening on an abstract socket named after it. Such a name exists once per network namespace, just
 * as the addresses do, and the kernel frees it when its owner dies, in whatever way. Undefined when another server has it.
 */
export function claimBlock(block: number): Promise<BlockClaim | undefined> {
  return new Promise((resolve, reject) => {
    const server: Server = createServer((socket) => socket.destroy());
    server.unref();
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(undefined);
      else reject(error);
    });
    server.listen({ path: `\0hearth-links-${block}` }, () => resolve({ block, release: () => void server.close() }));
  });
}
