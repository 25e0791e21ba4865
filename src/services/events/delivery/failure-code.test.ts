import assert from "node:assert/strict";
import { it } from "node:test";
import { TargetError } from "../../../base/index.ts";
import { failureCode } from "./failure-code.ts";

const CODES: readonly (readonly [target: string, code: string])[] = [
  ["AWS.SimpleQueueService.NonExistentQueue", "NO_RESOURCE"],
  ["NotFound", "NO_RESOURCE"],
  ["ResourceNotFoundException", "NO_RESOURCE"],
  ["TargetServiceMissing", "NO_RESOURCE"],
  ["AccessDenied", "NO_PERMISSIONS"],
  ["AuthorizationError", "NO_PERMISSIONS"],
  ["TooManyRequestsException", "THROTTLING"],
  ["ThrottlingException", "THROTTLING"],
  ["InvalidJson", "INVALID_JSON"],
  ["InvalidParameterValue", "INVALID_PARAMETER"],
  ["MissingParameter", "INVALID_PARAMETER"],
  ["RequestTooLargeException", "INVALID_PARAMETER"],
  ["ServiceException", "ERROR_FROM_TARGET"],
  ["HopsExceeded", "ERROR_FROM_TARGET"],
];

for (const [target, code] of CODES)
  it(`${target} is ${code}`, () => assert.equal(failureCode(new TargetError(target, "", { retryable: false })), code));
