import { parseQuery, percentDecode } from "../../codec/percent.ts";
import type { ReadText } from "../../codec/text.ts";
import { textReader } from "../../codec/text.ts";
import type { MemberModel, OperationModel, ServiceModel } from "../../model.ts";
import { shapeOf, structureOf } from "../../model.ts";
import type { ProtocolRequest } from "../protocol.ts";
import type { Bindings, BoundMember } from "./bindings.ts";
import { bindingsOf } from "./bindings.ts";
import type { BodyCodec } from "./body-codec.ts";

type Input = Record<string, unknown>;
export type ReadRequest = (request: ProtocolRequest) => Input;
type Part = (request: ProtocolRequest, input: Input) => void;
type QueryParameters = ReadonlyMap<string, readonly string[]>;

function labelNames(uri: string): readonly string[] {
  return [...uri.matchAll(/\{([^}+]+)\+?\}/g)].map((match) => match[1] ?? "");
}

function readLabels(model: ServiceModel, uri: string, labels: readonly BoundMember[]): Part {
  const readers = labelNames(uri).map((name) => {
    const bound = labels.find((label) => label.name === name);
    return { name, read: bound === undefined ? undefined : textReader(model, bound.member) };
  });
  return (request, input) => {
    for (const [index, { name, read }] of readers.entries()) {
      const text = request.labels[index];
      if (read !== undefined && text !== undefined) input[name] = read(percentDecode(text));
    }
  };
}

/** Splits a header that holds a list; quoted elements may hold commas. */
function splitHeaderList(text: string): readonly string[] {
  const elements = text.match(/\s*("(?:[^"\\]|\\.)*"|[^,]*)\s*(,|$)/g) ?? [];
  const values = elements.map((element) => element.replace(/,$/, "").trim());
  if (!text.endsWith(",") && values.at(-1) === "") values.pop();
  return values.map((value) => (value.startsWith('"') ? value.slice(1, -1).replaceAll(/\\(.)/g, "$1") : value));
}

function headerReader(model: ServiceModel, member: MemberModel): ReadText {
  const shape = shapeOf(model, member.shape);
  if (shape.type !== "list") return textReader(model, member, true);
  const read = textReader(model, shape.member, true);
  const isDate = shapeOf(model, shape.member.shape).type === "timestamp";
  // Dates of the HTTP kind hold one comma each.
  const split = isDate ? (text: string) => text.split(/(?<=GMT),\s*/) : splitHeaderList;
  return (text) => split(text).map((value) => read(value));
}

function readHeaders(model: ServiceModel, bindings: Bindings): Part {
  const readers = bindings.headers.map(({ name, member }) => ({
    name,
    header: (member.header ?? "").toLowerCase(),
    read: headerReader(model, member),
  }));
  const prefixes = bindings.prefixHeaders.map(({ name, member }) => ({
    name,
    prefix: (member.prefixHeaders ?? "").toLowerCase(),
  }));
  return ({ headers }, input) => {
    for (const { name, header, read } of readers) {
      const text = headers[header];
      if (text !== undefined) input[name] = read(text);
    }
    for (const { name, prefix } of prefixes) {
      const found = Object.entries(headers).filter(([header]) => header.startsWith(prefix));
      if (found.length > 0)
        input[name] = Object.fromEntries(found.map(([header, text]) => [header.slice(prefix.length), text]));
    }
  };
}

type ReadParameter = (values: readonly string[]) => unknown;

function parameterReader(model: ServiceModel, member: MemberModel): ReadParameter {
  const shape = shapeOf(model, member.shape);
  const isList = shape.type === "list";
  const read = textReader(model, isList ? shape.member : member);
  return isList ? (values) => values.map((value) => read(value)) : (values) => read(values[0] ?? "");
}

/** Reads whatever no other member and not the template itself takes. */
function readOthers(model: ServiceModel, bound: BoundMember, taken: ReadonlySet<string>) {
  const shape = shapeOf(model, bound.member.shape);
  const many = shape.type === "map" && shapeOf(model, shape.value.shape).type === "list";
  return (parameters: QueryParameters, input: Input): void => {
    const others = [...parameters].filter(([name]) => !taken.has(name));
    if (others.length > 0)
      input[bound.name] = Object.fromEntries(others.map(([name, values]) => [name, many ? values : values[0]]));
  };
}

function readQuery(model: ServiceModel, uri: string, bindings: Bindings): Part | undefined {
  const readers = bindings.query.map(({ name, member }) => ({
    name,
    parameter: member.query ?? "",
    read: parameterReader(model, member),
  }));
  const fixed = parseQuery(uri.split("?")[1] ?? "").keys();
  const taken = new Set([...readers.map(({ parameter }) => parameter), ...fixed]);
  const others = bindings.queryParams === undefined ? undefined : readOthers(model, bindings.queryParams, taken);
  if (readers.length === 0 && others === undefined) return undefined;
  return ({ query }, input) => {
    if (query === "") return;
    const parameters = parseQuery(query);
    for (const { name, parameter, read } of readers) {
      const values = parameters.get(parameter);
      if (values !== undefined) input[name] = read(values);
    }
    others?.(parameters, input);
  };
}

function readBody(model: ServiceModel, bindings: Bindings, codec: BodyCodec): Part | undefined {
  const { payload } = bindings;
  if (payload !== undefined) {
    const { type } = shapeOf(model, payload.member.shape);
    const read = codec.readPayload(payload.member);
    return ({ body }, input) => {
      if (body.length === 0) return;
      if (type === "blob") input[payload.name] = body;
      else if (type === "string") input[payload.name] = Buffer.from(body).toString("utf8");
      else input[payload.name] = read(body);
    };
  }
  if (Object.keys(bindings.body).length === 0) return undefined;
  const read = codec.readMembers(bindings.body);
  return ({ body }, input) => {
    Object.assign(input, read(body));
  };
}

/** Compiles the reader of an operation's requests. */
export function compileRequestReader(model: ServiceModel, operation: OperationModel, codec: BodyCodec): ReadRequest {
  const bindings = bindingsOf(structureOf(model, operation.input), "request");
  const uri = operation.http?.[1] ?? "";
  const parts = [
    readBody(model, bindings, codec),
    readLabels(model, uri, bindings.labels),
    readQuery(model, uri, bindings),
    readHeaders(model, bindings),
  ].filter((part) => part !== undefined);
  return (request) => {
    const input: Input = {};
    for (const part of parts) part(request, input);
    return input;
  };
}
