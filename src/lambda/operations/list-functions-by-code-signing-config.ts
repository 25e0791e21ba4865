import { functionArn } from "../../base/index.ts";
import { functionsWithSigningConfig } from "../code-signing/signing-attachment.ts";
import { findSigningConfig } from "../code-signing/signing-configs.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { markerAfter, nameOfMarker, pageSize } from "../list-page.ts";

type Handler = LambdaHandler<"ListFunctionsByCodeSigningConfig">;

/** `ListFunctionsByCodeSigningConfig`: a page in order of name. */
export function listFunctionsByCodeSigningConfig({ records }: ControlPlane): Handler {
  return async (input, context) => {
    const after = nameOfMarker(input.Marker);
    const { record } = await findSigningConfig(records, input.CodeSigningConfigArn, context);
    const limit = pageSize(input.MaxItems);
    const names: string[] = [];
    for await (const name of functionsWithSigningConfig(records, record, after)) {
      names.push(name);
      if (names.length > limit) break;
    }
    const page = names.slice(0, limit);
    const last = page.at(-1);
    return {
      FunctionArns: page.map((name) => functionArn(context.scope, name)),
      ...(names.length > limit && last !== undefined ? { NextMarker: markerAfter(last) } : {}),
    };
  };
}
