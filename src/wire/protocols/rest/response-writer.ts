import type { WriteText } from "../../codec/text.ts";
import { textWriter } from "../../codec/text.ts";
import type { WireResponse } from "../../dispatcher.ts";
import { EVENT_STREAM_TYPE, eventBody } from "../../event-stream/event-body.ts";
import { EventFrames } from "../../event-stream/event-writer.ts";
import { isEventStream } from "../../event-stream/stream-member.ts";
import type { MemberModel, OperationModel, ServiceModel, StructureModel } from "../../model.ts";
import { shapeOf, structureOf } from "../../model.ts";
import type { Bindings, BoundMember } from "./bindings.ts";
import { bindingsOf } from "./bindings.ts";
import type { BodyCodec } from "./body-codec.ts";

type Plain = Readonly<Record<string, unknown>>;
type Headers = Record<string, string>;
export type WriteResponse = (output: unknown, requestId: string) => WireResponse;

const NOTHING = new Uint8Array(0);
const NO_CONTENT = 204;

export function isPlain(value: unknown): value is Plain {
  return typeof value === "object" && value !== null;
}

function headerWriter(model: ServiceModel, member: MemberModel): WriteText {
  const shape = shapeOf(model, member.shape);
  if (shape.type === "list") {
    const write = textWriter(model, shape.member, "http-date");
    return (value) => (Array.isArray(value) ? value.map((item) => write(item)).join(", ") : "");
  }
  const write = textWriter(model, member, "http-date");
  if (shape.type === "string" && member.mediaType !== undefined)
    return (value) => Buffer.from(write(value)).toString("base64");
  return write;
}

/** What would end a header early, or is no character of one, is left out rather than sent. */
function headerSafe(text: string): string {
  return text.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, "");
}

/** Compiles the writer of the members that travel in headers. */
export function compileHeaderWriter(
  model: ServiceModel,
  bindings: Bindings,
): (output: Plain, headers: Headers) => void {
  const writers = bindings.headers.map(({ name, member }) => ({
    name,
    header: member.header ?? name,
    write: headerWriter(model, member),
  }));
  return (output, headers) => {
    for (const { name, header, write } of writers) {
      const value = output[name];
      if (value !== undefined && value !== null) headers[header] = headerSafe(write(value));
    }
    for (const { name, member } of bindings.prefixHeaders)
      for (const [key, value] of Object.entries(isPlain(output[name]) ? output[name] : {}))
        if (typeof value === "string") headers[`${member.prefixHeaders ?? ""}${key}`] = headerSafe(value);
  };
}

interface Body {
  readonly contentType: string | undefined;
  readonly bytes: Uint8Array | AsyncIterable<Uint8Array>;
}
const NO_BODY: Body = { contentType: undefined, bytes: NOTHING };

function isByteStream(value: unknown): value is AsyncIterable<Uint8Array> {
  return isEventStream(value);
}

function eventStreamWriter(
  model: ServiceModel,
  { name, member }: BoundMember,
  codec: BodyCodec,
): (output: Plain) => Body {
  const frames = new EventFrames(model, member.shape, codec);
  return ({ [name]: events }) =>
    isEventStream(events) ? { contentType: EVENT_STREAM_TYPE, bytes: eventBody(frames, events) } : NO_BODY;
}

function payloadWriter(model: ServiceModel, { name, member }: BoundMember, codec: BodyCodec): (output: Plain) => Body {
  const shape = shapeOf(model, member.shape);
  const { type } = shape;
  if (shape.type === "union" && shape.eventStream === true) return eventStreamWriter(model, { name, member }, codec);
  const write = codec.writePayload(member);
  return (output) => {
    const value = output[name];
    if (value === undefined || value === null) return NO_BODY;
    if (type === "blob") {
      const contentType = member.mediaType ?? "application/octet-stream";
      return { contentType, bytes: value instanceof Uint8Array || isByteStream(value) ? value : NOTHING };
    }
    if (typeof value === "string" && type === "string")
      return { contentType: member.mediaType ?? "text/plain", bytes: Buffer.from(value) };
    return { contentType: codec.contentType, bytes: write(value) };
  };
}

function bodyWriter(model: ServiceModel, bindings: Bindings, codec: BodyCodec): (output: Plain) => Body {
  if (bindings.payload !== undefined) return payloadWriter(model, bindings.payload, codec);
  const write = codec.writeMembers(bindings.body);
  return (output) => ({ contentType: codec.contentType, bytes: write(output) });
}

function statusOf(output: Plain, member: string | undefined, otherwise: number): number {
  const value = member === undefined ? undefined : output[member];
  return typeof value === "number" ? value : otherwise;
}

/** Compiles the writer of an operation's responses. */
export function compileResponseWriter(model: ServiceModel, operation: OperationModel, codec: BodyCodec): WriteResponse {
  const structure: StructureModel = structureOf(model, operation.output);
  const bindings = bindingsOf(structure, "response");
  const writeHeaders = compileHeaderWriter(model, bindings);
  const writeBody = operation.output === undefined ? () => NO_BODY : bodyWriter(model, bindings, codec);
  const success = operation.http?.[2] ?? 200;
  return (value, requestId) => {
    const output = isPlain(value) ? value : {};
    const status = statusOf(output, bindings.statusCode, success);
    const headers: Headers = { "x-amzn-RequestId": requestId };
    const { contentType, bytes } = status === NO_CONTENT ? NO_BODY : writeBody(output);
    if (contentType !== undefined) headers["Content-Type"] = contentType;
    writeHeaders(output, headers);
    return { status, headers, body: bytes };
  };
}
