/** Where the X-Ray daemon is on AWS, and in every other tier. */
const HOST = "169.254.100.1";
const PORT = "2000";

/**
 * Variables with the X-Ray daemon at a port of 127.0.0.1, since no process can have an address of its own in this tier.
 * A function that chose another daemon keeps it.
 */
export function withXrayDaemon(environment: Readonly<Record<string, string>>, port: number): Record<string, string> {
  const moved: Readonly<Record<string, readonly [from: string, to: string]>> = {
    AWS_XRAY_DAEMON_ADDRESS: [`${HOST}:${PORT}`, `127.0.0.1:${port}`],
    _AWS_XRAY_DAEMON_ADDRESS: [HOST, "127.0.0.1"],
    _AWS_XRAY_DAEMON_PORT: [PORT, `${port}`],
  };
  const changed = Object.entries(moved).filter(([name, [from]]) => environment[name] === from);
  return { ...environment, ...Object.fromEntries(changed.map(([name, [, to]]) => [name, to])) };
}
