import { everyRecord } from "../../store/index.ts";
import { functionArn } from "../../base/index.ts";
import type { LambdaModel, OperationContext } from "../../wire/index.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import { mappingOutput } from "../event-sources/mapping-output.ts";
import {
  MAPPING_KIND,
  mappedFunctionArn,
  mappingKey,
  type MappingRecord,
  readMappingRecord,
} from "../event-sources/mapping-record.ts";
import { resolveFunctionName } from "../function-name.ts";
import { functionKey, scopePrefix } from "../function-record.ts";
import { markerAfter, nameOfMarker } from "../list-page.ts";

type Input = LambdaModel.ListEventSourceMappingsRequest;

/** "ListEventSourceMappings returns a maximum of 100 items in each response, even if you set the number higher." */
const PAGE_MAX = 100;
const ACTION = "lambda:ListEventSourceMappings";

/** `ListEventSourceMappings`: a page in order of UUID, of one function or source or of all. */
export function listEventSourceMappings(plane: ControlPlane): LambdaHandler<"ListEventSourceMappings"> {
  return async (input, context) => {
    const after = nameOfMarker(input.Marker);
    const limit = Math.min(input.MaxItems ?? PAGE_MAX, PAGE_MAX);
    const wanted = input.FunctionName === undefined ? undefined : wantedFunction(input.FunctionName, context);
    const found: MappingRecord[] = [];
    const start = after === undefined ? undefined : mappingKey(context.scope, after);
    for await (const { key, value } of everyRecord(plane.records, MAPPING_KIND, scopePrefix(context.scope), start)) {
      const record = readMappingRecord(key, value);
      if (isWanted(record, input, wanted?.arn)) found.push(record);
      if (found.length > limit) break;
    }
    // A mapping may outlive its function, so the function is looked for only when it has none.
    if (wanted !== undefined && found.length === 0) await requireFunction(plane, wanted, context);
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return {
      EventSourceMappings: page.map((record) => mappingOutput(record)),
      ...(found.length > limit && last !== undefined ? { NextMarker: markerAfter(last.uuid) } : {}),
    };
  };
}

interface WantedFunction {
  readonly name: string;
  readonly arn: string;
}

function wantedFunction(text: string, context: OperationContext): WantedFunction {
  const { name, qualifier } = resolveFunctionName(text, undefined, context, ACTION);
  return { name, arn: functionArn(context.scope, name, qualifier) };
}

/** A mapping of an alias is listed for the alias and not for its function. */
function isWanted(record: MappingRecord, { EventSourceArn: arn }: Input, wantedArn: string | undefined): boolean {
  if (wantedArn !== undefined && mappedFunctionArn(record) !== wantedArn) return false;
  return arn === undefined || (record.source.kind !== "self-managed-kafka" && record.source.arn === arn);
}

async function requireFunction(
  { directory }: ControlPlane,
  { name, arn }: WantedFunction,
  { scope }: OperationContext,
): Promise<void> {
  const entry = await directory.find(functionKey(scope, name));
  if (entry === undefined) throw lambdaError("function-not-found", { arn });
}
