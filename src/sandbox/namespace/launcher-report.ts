import { Socket as DatagramSocket } from "node:dgram";
import { Server, Socket } from "node:net";
import type { Readable } from "node:stream";

/** What the launcher says; `launcher/init.c` and `launcher/report.c` are the other side. */
export type LauncherReport =
  | { readonly kind: "traces"; readonly socket: DatagramSocket }
  | { readonly kind: "ready"; readonly server: Server }
  | { readonly kind: "configured" }
  | { readonly kind: "broken"; readonly message: string; readonly errno: number }
  | { readonly kind: "output"; readonly id: number; readonly name: OutputName; readonly stream: Readable }
  | { readonly kind: "started"; readonly id: number }
  | { readonly kind: "failed"; readonly id: number; readonly step: string; readonly errno: number }
  | { readonly kind: "exited"; readonly id: number; readonly code?: number; readonly signal?: number }
  | { readonly kind: "connected"; readonly id: number; readonly socket: Socket }
  | { readonly kind: "refused"; readonly id: number; readonly errno: number }
  | { readonly kind: "wiped"; readonly token: number };

export const OUTPUT_NAMES = ["stdout", "stderr", "telemetry"] as const;
export type OutputName = (typeof OUTPUT_NAMES)[number];

/** Understands one message of the IPC channel. Returns undefined for what is none of ours. */
export function readReport(message: unknown, handle: unknown): LauncherReport | undefined {
  if (typeof message !== "object" || message === null) return undefined;
  const fields: Readonly<Record<string, unknown>> = { ...message };
  const number = (name: string): number => Number(fields[name]);
  if ("traces" in fields && handle instanceof DatagramSocket) return { kind: "traces", socket: handle };
  if ("ready" in fields && handle instanceof Server) return { kind: "ready", server: handle };
  if ("configured" in fields) return { kind: "configured" };
  if ("broken" in fields) return { kind: "broken", message: String(fields["broken"]), errno: number("errno") };
  if ("output" in fields) {
    const name = OUTPUT_NAMES.find((known) => known === fields["name"]);
    if (name === undefined) return undefined;
    return { kind: "output", id: number("output"), name, stream: readEnd(handle) };
  }
  if ("started" in fields) return { kind: "started", id: number("started") };
  if ("failed" in fields)
    return { kind: "failed", id: number("failed"), step: String(fields["step"]), errno: number("errno") };
  if ("exited" in fields)
    return {
      kind: "exited",
      id: number("exited"),
      ...("code" in fields ? { code: number("code") } : {}),
      ...("signal" in fields ? { signal: number("signal") } : {}),
    };
  if ("connected" in fields && handle instanceof Socket)
    return { kind: "connected", id: number("connected"), socket: handle };
  if ("refused" in fields) return { kind: "refused", id: number("refused"), errno: number("errno") };
  return "wiped" in fields ? { kind: "wiped", token: number("wiped") } : undefined;
}

/**
 * Node delivers a `net.Native` handle as it is: here the read end of a pipe. It is not declared `net.Socket` on the
 * channel because Node would then take it for writable and try to shut it down, which a pipe refuses.
 */
function readEnd(handle: unknown): Readable {
  const options: object = { handle, readable: true, writable: false };
  return new Socket(options);
}
