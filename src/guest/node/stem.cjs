"use strict";
// A runtime that was started ahead, before anybody knew for which function, and waits to be given one.

/**
 * Makes the environment that of the function. What is right already is not touched, so that the order is as if the
 * process had been started with it, and what Node.js derives from a variable such as `TZ` is not derived again.
 */
function replaceEnvironment(variables) {
  const address = process.env.AWS_LAMBDA_RUNTIME_API;
  for (const name of Object.keys(process.env)) if (process.env[name] !== variables[name]) delete process.env[name];
  for (const name of Object.keys(variables)) if (!(name in process.env)) process.env[name] = variables[name];
  process.env.AWS_LAMBDA_RUNTIME_API = address;
}

/** Waits for the function. Its code is mounted by then, over the folder in which the process was started. */
async function becomeFunction(client) {
  const { body } = await client.assignment();
  replaceEnvironment(JSON.parse(body));
  process.chdir(process.env.LAMBDA_TASK_ROOT);
}

module.exports = { becomeFunction };
