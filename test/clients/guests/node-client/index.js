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
