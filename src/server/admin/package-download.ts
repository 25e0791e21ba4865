import type { CodeLocations } from "../../lambda/index.ts";
import type { PackageStore } from "../../store/index.ts";
import { type AdminRoute, problem } from "./admin-route.ts";

/** The links that GetFunction hands out (`Code.Location`). The signature in the link is the permission. */
export function packageDownloadRoute(locations: CodeLocations, packages: PackageStore): AdminRoute {
  return {
    method: "GET",
    path: "/_hearth/packages/:sha256",
    guarded: false,
    answer: async ({ url }) => {
      const check = locations.verify(url);
      if (!check.valid)
        return problem(403, "AccessDenied", `this link is void (${check.reason}); ask GetFunction for a new one`);
      const zip = await packages.open(check.sha256);
      if (zip === undefined) return problem(404, "NoSuchPackage", "no function uses this package any more");
      return { status: 200, headers: { "Content-Type": "application/zip" }, body: zip };
    },
  };
}
