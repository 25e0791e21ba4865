import type { ServiceModel, StructureModel } from "../model.ts";
import type { AwsError } from "../operation.ts";

/** What the model and the error together say, before a protocol writes it. */
export interface ErrorFacts {
  readonly code: string;
  /** In the Query protocol, and for JSON clients that used to speak it. */
  readonly queryCode: string;
  readonly status: number;
  readonly fault: "client" | "server";
  /** Undefined when the model does not know the code. */
  readonly shape: StructureModel | undefined;
  /** Values of the error's members, the message among them. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** Status of errors that services answer without modelling them (AWS: common errors). */
const COMMON_STATUS: Readonly<Record<string, number>> = {
  AccessDenied: 403,
  AccessDeniedException: 403,
  RequestEntityTooLargeException: 413,
  ServiceUnavailable: 503,
  InternalFailure: 500,
  NotImplementedException: 501,
  ThrottlingException: 429,
};

/** What services that do not model these errors call them in the Query protocol. */
const QUERY_CODES: Readonly<Record<string, string>> = {
  InvalidParameterValueException: "InvalidParameterValue",
  MissingRequiredParameterException: "MissingParameter",
};

const MESSAGE = /^message$/i;

/** The member that carries the message; services differ in its casing. */
function messageMember(error: AwsError, shape: StructureModel | undefined): string {
  const modelled = Object.keys(shape?.members ?? {}).find((name) => MESSAGE.test(name));
  if (modelled !== undefined) return modelled;
  // The authorization layer in front of the services says `Message`; validation and signatures say `message`.
  return error.code.startsWith("AccessDenied") || "Type" in error.members ? "Message" : "message";
}

export function errorFacts(service: ServiceModel, error: AwsError): ErrorFacts {
  const found = service.shapes[error.code];
  const shape = found?.type === "structure" && found.status !== undefined ? found : undefined;
  const status = error.status ?? shape?.status ?? COMMON_STATUS[error.code] ?? 400;
  const fault = shape?.fault ?? (status >= 500 ? "server" : "client");
  const values: Record<string, unknown> = { ...error.members };
  // Errors of Lambda say whose fault they are.
  if (shape?.members["Type"] !== undefined) values["Type"] ??= fault === "server" ? "Service" : "User";
  values[messageMember(error, shape)] = error.message;
  const queryCode = shape?.queryCode ?? QUERY_CODES[error.code] ?? error.code;
  return { code: error.code, queryCode, status, fault, shape, values };
}
