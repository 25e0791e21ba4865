import { readSigningConfig, SIGNING_CONFIG_KIND } from "../code-signing/signing-config-record.ts";
import { signingConfigOutput } from "../code-signing/signing-configs.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { scopePrefix } from "../function-record.ts";
import { markerAfter, nameOfMarker, pageSize } from "../list-page.ts";

/** `ListCodeSigningConfigs`: a page in order of id. */
export function listCodeSigningConfigs({ records }: ControlPlane): LambdaHandler<"ListCodeSigningConfigs"> {
  return async (input, { scope }) => {
    const after = nameOfMarker(input.Marker);
    const limit = pageSize(input.MaxItems);
    const prefix = scopePrefix(scope);
    const start = after === undefined ? {} : { after: prefix + after };
    const found = await records.list(SIGNING_CONFIG_KIND, { prefix, limit: limit + 1, ...start });
    const page = found.slice(0, limit).map(({ key, value }) => readSigningConfig(key, value));
    const last = page.at(-1);
    return {
      CodeSigningConfigs: page.map(signingConfigOutput),
      ...(found.length > limit && last !== undefined ? { NextMarker: markerAfter(last.id) } : {}),
    };
  };
}
