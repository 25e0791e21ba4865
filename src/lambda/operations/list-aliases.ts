import { aliasConfiguration } from "../alias-settings.ts";
import type { AliasRecord } from "../alias-record.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { aliasesAfter } from "../function-lists.ts";
import { findUnqualified } from "../function-lookup.ts";
import { markerAfter, nameOfMarker, pageSize } from "../list-page.ts";

const READ = 500;

/** `ListAliases`: a page in order of name, of all aliases or of those that invoke a version. */
export function listAliases(plane: ControlPlane): LambdaHandler<"ListAliases"> {
  return async (input, context) => {
    const after = nameOfMarker(input.Marker);
    const entry = await findUnqualified(plane, input.FunctionName, context, "lambda:ListAliases");
    const limit = pageSize(input.MaxItems);
    const found = await aliasesOf(plane, entry.key, input.FunctionVersion, after, limit + 1);
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return {
      Aliases: page.map((alias) => aliasConfiguration(entry, alias)),
      ...(found.length > limit && last !== undefined ? { NextMarker: markerAfter(last.name) } : {}),
    };
  };
}

async function aliasesOf(
  { records }: ControlPlane,
  functionKey: string,
  version: string | undefined,
  from: string | undefined,
  limit: number,
): Promise<readonly AliasRecord[]> {
  const found: AliasRecord[] = [];
  for (let after = from; ;) {
    const size = version === undefined ? limit : READ;
    const page = await aliasesAfter(records, functionKey, after, size);
    found.push(...page.filter((alias) => version === undefined || invokes(alias, version)));
    after = page.at(-1)?.name;
    if (found.length >= limit || page.length < size) return found.slice(0, limit);
  }
}

function invokes(alias: AliasRecord, version: string): boolean {
  return alias.version === version || alias.routing?.version === version;
}
