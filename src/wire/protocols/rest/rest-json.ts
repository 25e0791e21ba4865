import { JsonDecoders, parseJson } from "../../codec/json-decoder.ts";
import { JsonEncoders } from "../../codec/json-encoder.ts";
import type { WireResponse } from "../../dispatcher.ts";
import type { ServiceModel, StructureModel } from "../../model.ts";
import type { AwsError } from "../../operation.ts";
import { errorFacts } from "../error-facts.ts";
import type { NamedOperation, Protocol, ProtocolRequest } from "../protocol.ts";
import { bindingsOf } from "./bindings.ts";
import type { BodyCodec } from "./body-codec.ts";
import type { ReadRequest } from "./request-reader.ts";
import { compileRequestReader } from "./request-reader.ts";
import type { WriteResponse } from "./response-writer.ts";
import { compileHeaderWriter, compileResponseWriter } from "./response-writer.ts";

const CONTENT_TYPE = "application/json";

function jsonBytes(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value) ?? "null");
}

class JsonBodies implements BodyCodec {
  readonly contentType = CONTENT_TYPE;
  readonly #decoders: JsonDecoders;
  readonly #encoders: JsonEncoders;

  constructor(model: ServiceModel) {
    this.#decoders = new JsonDecoders(model, true);
    this.#encoders = new JsonEncoders(model, true);
  }

  readMembers: BodyCodec["readMembers"] = (members) => {
    const decode = this.#decoders.members(members);
    return (body) => {
      const parsed = parseJson(body);
      return parsed === undefined || parsed === null ? {} : decode(parsed);
    };
  };

  readPayload: BodyCodec["readPayload"] = (member) => {
    const decode = this.#decoders.shape(member.shape);
    return (body) => decode(parseJson(body));
  };

  writeMembers: BodyCodec["writeMembers"] = (members) => {
    const encode = this.#encoders.members(members);
    return (value) => jsonBytes(encode(value));
  };

  toJson(members: StructureModel["members"], value: unknown): object {
    const json = this.#encoders.members(members)(value);
    return typeof json === "object" && json !== null ? json : {};
  }

  writePayload: BodyCodec["writePayload"] = (member) => {
    const encode = this.#encoders.member(member);
    return (value) => jsonBytes(encode(value));
  };
}

/** AWS restJson1 (Smithy: AWS restJson1 protocol), e.g. Lambda, API Gateway, Scheduler. */
class RestJson implements Protocol {
  readonly #model: ServiceModel;
  readonly #bodies: JsonBodies;
  readonly #readers = new Map<string, ReadRequest>();
  readonly #writers = new Map<string, WriteResponse>();

  constructor(model: ServiceModel) {
    this.#model = model;
    this.#bodies = new JsonBodies(model);
  }

  readInput({ name, model }: NamedOperation, request: ProtocolRequest): Record<string, unknown> {
    let read = this.#readers.get(name);
    if (read === undefined) this.#readers.set(name, (read = compileRequestReader(this.#model, model, this.#bodies)));
    return read(request);
  }

  writeOutput({ name, model }: NamedOperation, output: unknown, requestId: string): WireResponse {
    let write = this.#writers.get(name);
    if (write === undefined) this.#writers.set(name, (write = compileResponseWriter(this.#model, model, this.#bodies)));
    return write(output, requestId);
  }

  writeError(error: AwsError, requestId: string): WireResponse {
    const { code, status, shape, values } = errorFacts(this.#model, error);
    const headers: Record<string, string> = {
      "x-amzn-RequestId": requestId,
      "x-amzn-ErrorType": code,
      "Content-Type": CONTENT_TYPE,
      ...error.headers,
    };
    if (shape === undefined) return { status, headers, body: jsonBytes(values) };
    const bindings = bindingsOf(shape, "response");
    compileHeaderWriter(this.#model, bindings)(values, headers);
    // Members beyond the model were given on purpose, so they are kept.
    const known = new Set(Object.keys(shape.members));
    const others = Object.fromEntries(Object.entries(values).filter(([name]) => !known.has(name)));
    const body = this.#bodies.toJson(bindings.body, values);
    return { status, headers, body: jsonBytes({ ...body, ...others }) };
  }
}

export function restJson(model: ServiceModel): Protocol {
  return new RestJson(model);
}
