import type { DecodeJson } from "../../codec/json-decoder.ts";
import { JsonDecoders, parseJson } from "../../codec/json-decoder.ts";
import { JsonEncoders } from "../../codec/json-encoder.ts";
import type { WireResponse } from "../../dispatcher.ts";
import type { ServiceModel } from "../../model.ts";
import type { AwsError } from "../../operation.ts";
import type { ErrorFacts } from "../error-facts.ts";
import { errorFacts } from "../error-facts.ts";
import type { NamedOperation, Protocol, ProtocolRequest } from "../protocol.ts";

type Version = "1.0" | "1.1";

const NOTHING = Buffer.from("{}");

/** Smithy: AWS JSON 1.0 and 1.1 protocols. The operation is named by `X-Amz-Target`, everything is in the body. */
class AwsJson implements Protocol {
  readonly #model: ServiceModel;
  readonly #version: Version;
  readonly #decoders: JsonDecoders;
  readonly #encoders: JsonEncoders;

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

  writeOutput({ model }: NamedOperation, output: unknown, requestId: string): WireResponse {
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
      headers["x-amzn-query-error"] =
        `${facts.shape?.queryCode ?? facts.code};${facts.fault === "client" ? "Sender" : "Receiver"}`;
    const encoded = facts.shape === undefined ? {} : this.#encoders.members(facts.shape.members)(facts.values);
    const body = { __type: this.#type(facts), ...facts.values, ...(encoded as object) };
    return { status: facts.status, headers, body: Buffer.from(JSON.stringify(body)) };
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
