import type { Account } from "./lambda-fixture.ts";
import type { AwsError, LambdaOperations } from "../../src/wire/index.ts";
import { InvocationThrottled, InvokeError, type InvokeErrorCode } from "../../src/invoke/index.ts";
import { code, ROLE } from "./lambda-fixture.ts";

type Input<Name extends keyof LambdaOperations> = LambdaOperations[Name]["input"];

/** Makes a request that fails. */
export type Bring = (account: Account) => Promise<AwsError>;

export type Outcome = readonly [status: number, code: string];

/** An error and a request that brings it about. */
export interface ErrorRow {
  /** The name in the catalogue. */
  readonly error: string;
  readonly outcome: Outcome;
  /** `ARN` stands for the ARN prefix of functions, `ACCOUNT` for the caller's account. */
  readonly message: string;
  readonly bring: Bring;
}

export function row(error: string, outcome: Outcome, message: string, bring: Bring): ErrorRow {
  return { error, outcome, message, bring };
}

export const invalid: Outcome = [400, "InvalidParameterValueException"];
export const notFound: Outcome = [404, "ResourceNotFoundException"];
export const denied: Outcome = [403, "AccessDeniedException"];
export const validation: Outcome = [400, "ValidationException"];
export const conflict: Outcome = [409, "ResourceConflictException"];
export const precondition: Outcome = [412, "PreconditionFailedException"];
export const entityTooLarge: Outcome = [413, "RequestEntityTooLargeException"];
export const signingConfig: Outcome = [404, "CodeSigningConfigNotFoundException"];
export const notImplemented: Outcome = [501, "NotImplementedException"];
export const tooLarge: Outcome = [413, "RequestTooLargeException"];
export const content: Outcome = [400, "InvalidRequestContentException"];
export const throttled: Outcome = [429, "TooManyRequestsException"];
export const service: Outcome = [500, "ServiceException"];
export const unavailable: Outcome = [503, "ServiceException"];

export const USER = "arn:aws:iam::ACCOUNT:root";
export const LONG: string = "n".repeat(65);
export const BIG: string = "v".repeat(4_096);

/** CreateFunction with these members instead of right ones. */
export function creating(input: Partial<Input<"CreateFunction">>): Bring {
  return async (account) => {
    const Code = { ZipFile: await code("x") };
    const right = { FunctionName: "g", Runtime: "nodejs22.x", Handler: "index.handler", Role: ROLE, Code };
    return account.failure("CreateFunction", { ...right, ...input });
  };
}

export function calling<Name extends keyof LambdaOperations>(name: Name, input: Input<Name>): Bring {
  return (account) => account.failure(name, input);
}

export function getting(FunctionName: string, Qualifier?: string): Bring {
  return calling("GetFunction", { FunctionName, Qualifier });
}

export function tagging(resource: (account: Account) => string, Tags: Record<string, string>): Bring {
  return (account) => account.failure("TagResource", { Resource: resource(account), Tags });
}

/** Invokes the function `f`. */
export function invoking(input: Partial<Input<"Invoke">>): Bring {
  return calling("Invoke", { FunctionName: "f", ...input });
}

/** Invokes the function `f` while the data plane cannot begin. */
export function unstarted(reason: InvokeErrorCode): Bring {
  return async (account) => {
    const accountIsFull = new InvocationThrottled("ConcurrentInvocationLimitExceeded");
    account.invoker.answer = () =>
      Promise.reject(reason === "throttled" ? accountIsFull : new InvokeError(reason, "why"));
    try {
      return await account.failure("Invoke", { FunctionName: "f" });
    } finally {
      account.invoker.answer = () => Promise.resolve({});
    }
  };
}
