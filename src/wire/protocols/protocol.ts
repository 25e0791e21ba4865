import type { WireResponse } from "../dispatcher.ts";
import type { OperationModel, ServiceModel } from "../model.ts";
import type { AwsError } from "../operation.ts";

/** What a protocol sees of a request. */
export interface ProtocolRequest {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The query as sent, without the question mark. */
  readonly query: string;
  /** Values of the path's labels, still percent-encoded, in the order of the template. */
  readonly labels: readonly string[];
  /** Free of transfer framing. */
  readonly body: Uint8Array;
}

export interface NamedOperation {
  readonly name: string;
  readonly model: OperationModel;
}

/** One wire format, for all operations of one service. */
export interface Protocol {
  /** Throws AwsError (SerializationException) for what cannot be read. */
  readInput(operation: NamedOperation, request: ProtocolRequest): Record<string, unknown>;
  writeOutput(operation: NamedOperation, output: unknown, requestId: string): WireResponse;
  writeError(error: AwsError, requestId: string): WireResponse;
}

/** Prepares the protocol for a service; cheap, as operations are compiled when first used. */
export type ProtocolFactory = (service: ServiceModel) => Protocol;
