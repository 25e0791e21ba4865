import type { Random } from "../base/index.ts";
import { Authenticator } from "./authenticator.ts";
import type { Authenticated } from "./authenticator.ts";
import type { BodyLimit } from "./body-limits.ts";
import { bodyLimit, framedBytesMax } from "./body-limits.ts";
import { findModel } from "./catalogue.ts";
import { serializationError } from "./codec/serialization-error.ts";
import type { Admission, Dispatcher, DispatcherOptions, WireHead, WireResponse } from "./dispatcher.ts";
import type { OperationContext } from "./operation.ts";
import { AwsError } from "./operation.ts";
import type { NamedOperation } from "./protocols/protocol.ts";
import type { Resolution } from "./routing/resolver.ts";
import { Resolver } from "./routing/resolver.ts";
import { type Service, absentService } from "./service.ts";
import { type FindModel, Services } from "./services.ts";
import { isAwsChunked } from "./signature/aws-chunked.ts";
import { SignatureFault, signatureError } from "./signature/signature-fault.ts";

/** Without a body, for requests that could not even be told apart. */
const ABSENT_JSON = absentService("", "restJson1").protocol("restJson1");
const ABSENT_QUERY = absentService("", "awsQuery").protocol("awsQuery");
const HOST = /^[\w.\-:[\]]{1,255}$/;

function originOf({ headers }: WireHead): string {
  const host = headers["host"] ?? headers[":authority"] ?? "";
  const scheme = headers["x-forwarded-proto"] === "https" ? "https" : "http";
  return `${scheme}://${HOST.test(host) ? host : "localhost"}`;
}

function stated(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,15}$/.test(header) ? Number(header) : undefined;
}

class ModelDispatcher implements Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #random: Random;
  readonly #resolver: Resolver;
  readonly #authenticator: Authenticator;

  constructor(options: DispatcherOptions, modelOf: FindModel) {
    this.#options = options;
    this.#random = options.random;
    this.#resolver = new Resolver(new Services(options.services, modelOf));
    this.#authenticator = new Authenticator(options.authentication, options.clock);
  }

  admit(head: WireHead): Admission {
    const resolution = this.#tryResolve(head, undefined);
    const limit = limitOf(head, resolution instanceof AwsError ? undefined : resolution);
    const bodyBytesMax = isAwsChunked(head) ? framedBytesMax(limit.bytesMax) : limit.bytesMax;
    const bytes = stated(head.headers["x-amz-decoded-content-length"]) ?? stated(head.headers["content-length"]);
    return {
      bodyBytesMax,
      tooLarge: () => this.#fail(head, resolution, limit.tooLarge(bytes ?? bodyBytesMax + 1), this.#random.uuid()),
    };
  }

  async dispatch(head: WireHead, body: Uint8Array, signal: AbortSignal): Promise<WireResponse> {
    const requestId = this.#random.uuid();
    const resolution = this.#tryResolve(head, body);
    if (resolution instanceof AwsError) return this.#fail(head, resolution, resolution, requestId);
    try {
      const found = this.#authenticator.authenticate(head, body, resolution);
      // Awaiting what is no promise would cost every unsigned request a turn of the microtask queue.
      const authenticated = found instanceof Promise ? await found : found;
      return await this.#run(head, resolution, authenticated, requestId, signal);
    } catch (error) {
      return this.#fail(head, resolution, error, requestId);
    }
  }

  async #run(
    head: WireHead,
    resolution: Resolution,
    { body, caller, scope, trailers }: Authenticated,
    requestId: string,
    signal: AbortSignal,
  ): Promise<WireResponse> {
    const { service, protocol, labels, query } = resolution;
    const operation = present(resolution);
    const limit = limitOf(head, resolution);
    if (body.length > limit.bytesMax) throw limit.tooLarge(body.length);
    const bound = service.handler(operation.name);
    const handler = bound instanceof Promise ? await bound : bound;
    if (handler === undefined) throw notImplemented(service, operation);
    const headers = Object.keys(trailers).length === 0 ? head.headers : { ...trailers, ...head.headers };
    const input = readInput(resolution, operation, { headers, query, labels, body });
    service.validate(operation, input);
    const context: OperationContext = { requestId, scope, caller, headers, origin: originOf(head), signal };
    // The input has the type that was generated from the very model it was read and checked by.
    const output = await handler(input as never, context);
    return protocol.writeOutput(operation, output, requestId);
  }

  /** An AwsError when not even the kind of request can be told. */
  #tryResolve(head: WireHead, body: Uint8Array | undefined): Resolution | AwsError {
    try {
      return this.#resolver.resolve(head, body);
    } catch (error) {
      return error instanceof AwsError
        ? error
        : serializationError(`The request cannot be read: ${String(error)}`, error);
    }
  }

  #fail(head: WireHead, resolution: Resolution | AwsError, error: unknown, requestId: string): WireResponse {
    if (resolution instanceof AwsError) {
      const isForm = head.headers["content-type"]?.startsWith("application/x-www-form-urlencoded") === true;
      const protocol = isForm ? ABSENT_QUERY : ABSENT_JSON;
      return protocol.writeError(error instanceof AwsError ? error : resolution, requestId);
    }
    const { protocol, protocolName, service } = resolution;
    if (error instanceof AwsError) return protocol.writeError(error, requestId);
    if (error instanceof SignatureFault) return protocol.writeError(signatureError(error, protocolName), requestId);
    this.#options.onFailure(error, requestId);
    return protocol.writeError(internalFailure(service, requestId), requestId);
  }
}

function limitOf(head: WireHead, resolution: Resolution | undefined): BodyLimit {
  return bodyLimit(resolution?.service.model.service ?? "", resolution?.operation?.name, head);
}

/** Throws why there is no operation. */
function present({ operation, absence, service }: Resolution): NamedOperation {
  if (operation !== undefined) return operation;
  throw absence ?? new Error(`${service.model.service}: a request led nowhere without a reason`);
}

function notImplemented({ model }: Service, { name }: NamedOperation): AwsError {
  return new AwsError(
    "NotImplementedException",
    `${model.title}: the operation ${name} is not implemented by Hearth yet.`,
    {
      status: 501,
    },
  );
}

function internalFailure({ model }: Service, requestId: string): AwsError {
  const code = model.shapes["ServiceException"] === undefined ? "InternalFailure" : "ServiceException";
  return new AwsError(code, `The request processing has failed because of an unknown error (request ${requestId}).`, {
    status: 500,
  });
}

type ReadParameters = Parameters<Resolution["protocol"]["readInput"]>;

/** Whatever goes wrong in reading is the request's fault: a RangeError, say, of data nested too deep. */
function readInput({ protocol }: Resolution, operation: ReadParameters[0], request: ReadParameters[1]): unknown {
  try {
    return protocol.readInput(operation, request);
  } catch (error) {
    if (error instanceof AwsError) throw error;
    throw serializationError(`The request cannot be read: ${String(error)}`, error);
  }
}

/** Throws when a binding names a service or operation that no description has; for late ones, their first request does. */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  return new ModelDispatcher(options, findModel);
}

/** The same over descriptions of the caller's choice. */
export function createDispatcherOver(modelOf: FindModel, options: DispatcherOptions): Dispatcher {
  return new ModelDispatcher(options, modelOf);
}
