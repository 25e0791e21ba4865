import type { Server, Socket } from "node:net";
import type { GuestHost } from "./guest-host.ts";
import { HttpConnection } from "./http/http-connection.ts";
import { brokenRequest } from "./replies.ts";
import { runtimeApiRouter } from "./router.ts";
import { RuntimeSession } from "./runtime-session.ts";

export interface RuntimeApiOptions {
  /** Already listening, owned by the sandbox; it is neither opened nor closed here. */
  readonly listener: Server;
  readonly host: GuestHost;
  /** Connections that one guest may hold open. */
  readonly connectionsMax?: number;
}

export interface RuntimeApiHandle {
  /** Stops serving: no call of the guest reaches the host any more. The listener stays open for whoever serves next. */
  close(): void;
}

/** A runtime needs one or two, its extensions a few each; the rest would only eat the server's file descriptors. */
const CONNECTIONS_MAX = 128;

/**
 * Serves the Lambda Runtime API (version 2018-06-01) to one runtime, from its start to its end. After a reset the new
 * runtime is served by a new call, so nothing of the old one's state survives.
 */
export function serveRuntimeApi(options: RuntimeApiOptions): RuntimeApiHandle {
  const connections = new Map<Socket, HttpConnection>();
  const handler = runtimeApiRouter(new RuntimeSession(options.host));
  const connectionsMax = options.connectionsMax ?? CONNECTIONS_MAX;
  const accept = (socket: Socket): void => {
    if (connections.size >= connectionsMax) {
      socket.destroy();
      return;
    }
    connections.set(socket, new HttpConnection(socket, handler, brokenRequest));
    socket.once("close", () => connections.delete(socket));
  };
  options.listener.on("connection", accept);
  return {
    close: () => {
      options.listener.off("connection", accept);
      for (const connection of connections.values()) connection.close();
      connections.clear();
    },
  };
}
