import type { TargetRecord } from "../directory/rule-record.ts";
import { parseExactJson } from "./exact-json.ts";
import { parseTemplate, type TemplatePiece } from "./input-template.ts";
import { type JsonPath, parseJsonPath, valueAt } from "./json-path.ts";
import { renderTemplate } from "./render-template.ts";
import { type InputContext, isReserved, reservedValue } from "./reserved-variables.ts";

/** Makes what a target is sent of an event. */
export type TargetInput = (context: InputContext) => string;

/** Compiled once, when the target is put. */
export function compileTargetInput({ input, inputPath, transformer }: TargetRecord): TargetInput {
  if (input !== null) return () => input;
  if (inputPath !== null) return fromPath(parseJsonPath(inputPath));
  if (transformer !== null) return fromTemplate(transformer.paths, parseTemplate(transformer.template));
  return ({ eventJson }) => eventJson;
}

/** A path that leads nowhere gives an empty object, since a target must be sent something. */
function fromPath(path: JsonPath | undefined): TargetInput {
  return ({ eventJson }) => {
    const value = path === undefined ? undefined : valueAt(path, parseExactJson(eventJson));
    return JSON.stringify(value ?? {});
  };
}

function fromTemplate(paths: Readonly<Record<string, string>>, pieces: readonly TemplatePiece[]): TargetInput {
  const variables = new Map(Object.entries(paths).map(([name, path]) => [name, parseJsonPath(path)]));
  return (context) => {
    const event = parseExactJson(context.eventJson);
    return renderTemplate(pieces, (name) => {
      if (isReserved(name)) return reservedValue(name, context, isMembers(event) ? event : {});
      const path = variables.get(name);
      return path === undefined ? undefined : valueAt(path, event);
    });
  };
}

function isMembers(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
