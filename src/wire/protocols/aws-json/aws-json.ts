import type { DecodeJson } from "../../codec/json-decoder.ts";
import { JsonDecoders, parseJson } from "../../codec/json-decoder.ts";
import type { EncodeJson } from "../../codec/json-encoder.ts";
import { JsonEncoders } from "../../codec/json-encoder.ts";
import type { WireResponse } from "../../dispatcher.ts";
import { EVENT_STREAM_TYPE, eventBody } from "../../event-stream/event-body.ts";
import { EventFrames } from "../../event-stream/event-writer.ts";
import { isEventStream, streamMember } from "../../event-stream/stream-member.ts";
import type { ServiceModel, StructureModel } from "../../model.ts";
import { structureOf } from "../../model.ts";
import type { AwsError } from "../../operation.ts";
import type { ErrorFacts } from "../error-facts.ts";
import { errorFacts } from "../error-facts.ts";
import type { NamedOperation, Protocol, ProtocolRequest } from "../protocol.ts";

type Version = "1.0" | "1.1";

const NOTHING = Buffer.from("{}");

/** What it takes to write an output that has a stream of events among its members. */
interface OutputStream {
  readonly frames: EventFrames;
  /** Name of the member that is the stream. */
  readonly events: string;
  readonly others: StructureModel["members"];
}

function jsonBytes(encode: EncodeJson): (value: unknown) => Uint8Array {
  return (value) => Buffer.from(JSON.stringify(encode(value ?? {})));
}

function outputStream(model: ServiceModel, output: StructureModel, encoders: JsonEncoders): OutputStream | undefined {
  const stream = streamMember(model, output);
  if (stream === undefined) return undefined;
  const frames = new EventFrames(model, stream.union, {
    contentType: "application/json",
    writeMembers: (members) => jsonBytes(encoders.members(members)),
    writePayload: (member) => jsonBytes(encoders.member(member)),
  });
  const { [stream.name]: _, ...others } = output.members;
  return { frames, events: stream.name, others };
}

/** Smithy: AWS JSON 1.0 and 1.1 protocols. The operation is named by `X-Amz-Target`, everything is in the body. */
class AwsJson implements Protocol {
  readonly #model: ServiceModel;
  readonly #version: Version;
  readonly #decoders: JsonDecoders;
  readonly #encoders: JsonEncoders;
  readonly #streams = new Map<string, OutputStream | undefined>();

  constructor(model: ServiceModel, version: Version) {
    this.#model = model;
    this.#version = version;
    this.#decoders = new JsonDecoders(model, false);
    this.#encoders = new JsonEncoders(model, false);
  }

  readInput({ model }: NamedOperation, { body }: ProtocolRequest): Record<string, unknown> {
    const parsed = parseJson(body);
    if (model.input === undefined || parsed === undefined || parsed === null) return {};
    const decode: DecodeJson = this.#decoders.shape(model.input);
    return { ...(decode(parsed) as object) };
  }

  writeOutput({ name, model }: NamedOperation, output: unknown, requestId: string): WireResponse {
    const stream = this.#stream(name, structureOf(this.#model, model.output));
    if (stream !== undefined) return this.#writeStream(stream, output, requestId);
    const body =
      model.output === undefined
        ? NOTHING
        : Buffer.from(JSON.stringify(this.#encoders.shape(model.output)(output ?? {})));
    return { status: 200, headers: this.#headers(requestId), body };
  }

  writeError(error: AwsError, requestId: string): WireResponse {
    const facts = errorFacts(this.#model, error);
    const headers = { ...this.#headers(requestId), ...error.headers };
    if (this.#model.queryCompatible === true)
      headers["x-amzn-query-error"] = `${facts.queryCode};${facts.fault === "client" ? "Sender" : "Receiver"}`;
    const encoded = facts.shape === undefined ? {} : this.#encoders.members(facts.shape.members)(facts.values);
    const body = { __type: this.#type(facts), ...facts.values, ...(encoded as object) };
    return { status: facts.status, headers, body: Buffer.from(JSON.stringify(body)) };
  }

  /** How the output of an operation streams; undefined for nearly all. */
  #stream(name: string, output: StructureModel): OutputStream | undefined {
    if (!this.#streams.has(name)) this.#streams.set(name, outputStream(this.#model, output, this.#encoders));
    return this.#streams.get(name);
  }

  #writeStream({ frames, events, others }: OutputStream, output: unknown, requestId: string): WireResponse {
    const value: unknown = typeof output === "object" && output !== null ? Reflect.get(output, events) : undefined;
    const body = isEventStream(value)
      ? eventBody(frames, value, frames.initialResponse(others, output))
      : frames.initialResponse(others, output);
    return { status: 200, headers: { ...this.#headers(requestId), "Content-Type": EVENT_STREAM_TYPE }, body };
  }

  /** JSON 1.0 services name the namespace of an error, 1.1 services do not. */
  #type({ code, shape }: ErrorFacts): string {
    if (this.#version === "1.1") return code;
    return `${shape === undefined ? "com.amazon.coral.service" : this.#model.namespace}#${code}`;
  }

  #headers(requestId: string): Record<string, string> {
    return { "x-amzn-RequestId": requestId, "Content-Type": `application/x-amz-json-${this.#version}` };
  }
}

export function awsJson(version: Version): (model: ServiceModel) => Protocol {
  return (model) => new AwsJson(model, version);
}
