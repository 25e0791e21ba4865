import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { networkInterfaces } from "node:os";
import { join } from "node:path";

/** The way out without root: slirp4netns speaks for the sandbox as a process of the user. */
export type UserNetwork = { readonly path: string } | { readonly missing: string; readonly cure: string };

/** Resolves names for the sandbox with the host's own resolvers, wherever those are (slirp4netns(1)). */
export const SLIRP_RESOLVER = "10.0.2.3";
const FOLDERS = ["/usr/bin", "/usr/local/bin", "/bin", "/usr/sbin"];
const TUN = "/dev/net/tun";
/** How many the launcher takes. */
const REFUSED_MAX = 64;

export async function findUserNetwork(): Promise<UserNetwork> {
  const paths = FOLDERS.map((folder) => join(folder, "slirp4netns"));
  const found = await Promise.all(paths.map((path) => allows(path, constants.X_OK)));
  const path = paths.find((_, place) => found[place]);
  if (path === undefined)
    return { missing: "slirp4netns is not installed", cure: "sudo apt-get install -y slirp4netns" };
  if (!(await allows(TUN, constants.R_OK | constants.W_OK)))
    return { missing: `this user may not open ${TUN}`, cure: `sudo chmod 666 ${TUN}` };
  return { path };
}

/** The addresses of the host itself, which sandboxes are kept from since slirp4netns would connect to them. */
export function hostAddresses(): readonly string[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all
    .filter(({ family, internal }) => family === "IPv4" && !internal)
    .map(({ address }) => address)
    .slice(0, REFUSED_MAX);
}

async function allows(path: string, mode: number): Promise<boolean> {
  try {
    await access(path, mode);
    return true;
  } catch {
    return false; // which is what was asked
  }
}
