import type { LambdaModel, OperationContext } from "../../wire/index.ts";
import { listedConfiguration } from "../configuration.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import { functionsAfter, versionsAfter } from "../function-lists.ts";
import { LATEST } from "../function-name.ts";
import { type FunctionRecord, functionKey } from "../function-record.ts";
import { markerAfter, nameOfMarker, pageSize } from "../list-page.ts";
import { isVersionNumber } from "../version-record.ts";

type Output = LambdaModel.ListFunctionsResponse;
type Configuration = LambdaModel.FunctionConfiguration;

/** `ListFunctions`: a page in order of name; with `FunctionVersion=ALL` each `$LATEST` is followed by its versions. */
export function listFunctions(plane: ControlPlane): LambdaHandler<"ListFunctions"> {
  return async (input, context) => {
    const after = nameOfMarker(input.Marker);
    // Only functions replicated to edge locations have a master region, and there are none.
    if (input.MasterRegion !== undefined) return { Functions: [] };
    const limit = pageSize(input.MaxItems);
    return input.FunctionVersion === "ALL"
      ? listVersions(plane, context, after, limit)
      : listLatest(plane, context, after, limit);
  };
}

async function listLatest(
  { records }: ControlPlane,
  { scope }: OperationContext,
  after: string | undefined,
  limit: number,
): Promise<Output> {
  const found = await functionsAfter(records, scope, after, limit + 1);
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    Functions: page.map((record) => listedConfiguration(record, record.latest, undefined)),
    ...(found.length > limit && last !== undefined ? { NextMarker: markerAfter(last.name) } : {}),
  };
}

/** The marker of this list is `NAME:VERSION`. */
async function listVersions(
  { records, directory }: ControlPlane,
  { scope }: OperationContext,
  after: string | undefined,
  limit: number,
): Promise<Output> {
  const [name, version = LATEST] = after?.split(":") ?? [];
  if (version !== LATEST && !isVersionNumber(version)) throw lambdaError("malformed-marker");
  const shown: Configuration[] = [];
  const began = name === undefined ? undefined : await directory.find(functionKey(scope, name));
  if (began !== undefined) shown.push(...(await published(began.record, version === LATEST ? undefined : version)));
  for (const record of await functionsAfter(records, scope, name, limit + 1)) {
    if (shown.length > limit) break;
    shown.push(listedConfiguration(record, record.latest, LATEST), ...(await published(record, undefined)));
  }
  const page = shown.slice(0, limit);
  const last = page.at(-1);
  return {
    Functions: page,
    ...(shown.length > limit && last !== undefined
      ? { NextMarker: markerAfter(`${last.FunctionName}:${last.Version}`) }
      : {}),
  };

  async function published(record: FunctionRecord, from: string | undefined): Promise<readonly Configuration[]> {
    if (record.nextVersion === 1) return [];
    const versions = await versionsAfter(records, functionKey(scope, record.name), from, limit + 1 - shown.length);
    return versions.map((found) => listedConfiguration(record, found, found.version));
  }
}
