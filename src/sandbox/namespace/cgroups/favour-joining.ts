import { spawn } from "node:child_process";
import { Socket } from "node:net";

/**
 * Makes the kernel favour joining cgroups of version 1 over forking, as long as this process lives: a start of a sandbox
 * then does not wait up to 10 ms for it ("favordynmods" in the kernel's documentation of cgroups). Returns how to stop.
 */
export function favourJoining(launcherPath: string, folder: string): () => void {
  const holder = spawn(launcherPath, ["--favour-joining", folder], { stdio: ["pipe", "ignore", "ignore"], env: {} });
  holder.on("error", () => undefined); // the same launcher is about to fail where somebody waits for it
  holder.stdin.on("error", () => undefined);
  holder.unref();
  if (holder.stdin instanceof Socket) holder.stdin.unref();
  return () => void holder.kill("SIGKILL");
}
