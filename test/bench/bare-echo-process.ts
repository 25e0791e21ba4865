import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** A process of its own, as the server is, that answers every request with its body. */
export async function bareEcho(): Promise<{ port: number; child: ChildProcess }> {
  const program = join(import.meta.dirname, "bare-echo.ts");
  const child = spawn(process.execPath, [program], { stdio: ["ignore", "pipe", "inherit"], env: {} });
  const [text] = (await once(child.stdout, "data")) as [Buffer];
  return { port: Number(text), child };
}
