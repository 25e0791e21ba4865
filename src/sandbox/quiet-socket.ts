import type { Socket as DatagramSocket } from "node:dgram";

/** A socket that only receives: an error of it says that one datagram was lost, as any may be, and nobody could act on it. */
export function quiet(socket: DatagramSocket): DatagramSocket {
  return socket.on("error", () => undefined);
}
