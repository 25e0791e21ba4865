import { AwsError } from "../operation.ts";

/** The request could not be read into the types of the model; the code AWS uses in every protocol. */
export function serializationError(message: string, cause?: unknown): AwsError {
  return new AwsError("SerializationException", message, { status: 400, cause });
}
