"use strict";
// The members of the context object that both generations of the runtime have.

function parseJson(text, name) {
  if (text === undefined || text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`Cannot parse ${name} as json: ${error.message}`, { cause: error });
  }
}

function environmentMembers() {
  return {
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
  };
}

/** Members that come with the event. Throws when one that should be JSON is not. */
function eventMembers(headers) {
  const deadlineMs = Number(headers["lambda-runtime-deadline-ms"]);
  return {
    clientContext: parseJson(headers["lambda-runtime-client-context"], "ClientContext"),
    identity: parseJson(headers["lambda-runtime-cognito-identity"], "CognitoIdentity"),
    invokedFunctionArn: headers["lambda-runtime-invoked-function-arn"],
    awsRequestId: headers["lambda-runtime-aws-request-id"],
    tenantId: headers["lambda-runtime-aws-tenant-id"],
    getRemainingTimeInMillis: () => deadlineMs - Date.now(),
  };
}

/** The X-Ray header is in the environment during the invocation it belongs to, and only then. */
function exposeTraceId(headers) {
  const traceId = headers["lambda-runtime-trace-id"];
  if (traceId) process.env["_X_AMZN_TRACE_ID"] = traceId;
  else delete process.env["_X_AMZN_TRACE_ID"];
  return traceId;
}

module.exports = { environmentMembers, eventMembers, exposeTraceId };
