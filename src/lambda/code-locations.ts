import { createHmac, timingSafeEqual } from "node:crypto";
import type { Clock, Random } from "../base/index.ts";

/** What became of a download link. */
export type CodeLocationCheck =
  | { readonly valid: true; readonly sha256: string }
  | { readonly valid: false; readonly reason: "not a code location" | "wrong signature" | "expired" };

/** Links under which a deployment package can be downloaded for a while, as GetFunction hands them out. */
export interface CodeLocations {
  /** A link on `origin` (e.g. `http://localhost:4566`) to the package, valid for 10 minutes. */
  sign(origin: string, sha256: string): string;
  /** Checks a link or its path and query. */
  verify(url: string): CodeLocationCheck;
}

/** How long AWS's links live (GetFunction: "a presigned URL that is valid for 10 minutes"). */
const LIFE_S = 600;
const PATH = "/_hearth/packages/";

/** Signs with a key that lives as long as the server, so a link ends with it at the latest. */
export function createCodeLocations(clock: Clock, random: Random): CodeLocations {
  const key = random.bytes(32);
  const sign = (sha256: string, expiresS: string): Buffer =>
    createHmac("sha256", key).update(`${sha256}\n${expiresS}`).digest();
  return {
    sign(origin, sha256) {
      const expiresS = String(Math.floor(clock.nowMs() / 1_000) + LIFE_S);
      return `${origin}${PATH}${sha256}?Expires=${expiresS}&Signature=${sign(sha256, expiresS).toString("hex")}`;
    },
    verify(url) {
      const { pathname, searchParams } = new URL(url, "http://localhost");
      const sha256 = pathname.slice(PATH.length);
      if (!pathname.startsWith(PATH) || !/^[0-9a-f]{64}$/.test(sha256))
        return { valid: false, reason: "not a code location" };
      const expiresS = searchParams.get("Expires") ?? "";
      const given = Buffer.from(searchParams.get("Signature") ?? "", "hex");
      const right = sign(sha256, expiresS);
      if (given.length !== right.length || !timingSafeEqual(given, right))
        return { valid: false, reason: "wrong signature" };
      if (Number(expiresS) * 1_000 <= clock.nowMs()) return { valid: false, reason: "expired" };
      return { valid: true, sha256 };
    },
  };
}
