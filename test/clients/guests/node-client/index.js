"use strict";
// A function on the official Node.js client.
exports.handler = async (event, context) => {
  if (event.fail) throw new Error(event.fail);
  console.log("node says hello");
  return {
    echo: event,
    request: context.awsRequestId,
    arn: context.invokedFunctionArn,
    client: context.clientContext?.custom?.who,
  };
};

/** Streams, and fails halfway when it is asked to. */
exports.streaming = globalThis.awslambda?.streamifyResponse(async (event, stream) => {
  const body = awslambda.HttpResponseStream.from(stream, { statusCode: 200, headers: { "x-from": "node" } });
  body.write("half ");
  await new Promise((resolve) => setTimeout(resolve, 20));
  if (event.fail) throw new Error(event.fail);
  body.end("whole");
});
