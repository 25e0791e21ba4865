"use strict";
// A runtime that was started ahead, before anybody knew for which function, and waits to be given one.

const current = require("./current-invocation.cjs");

const ADDRESS = "AWS_LAMBDA_RUNTIME_API";
const STEM = "_HEARTH_STEM";
const REHEARSALS = 3;
/** What a rehearsal finds in place of a function. */
const STAND_IN = {
  LAMBDA_TASK_ROOT: __dirname,
  _HANDLER: "rehearsal.handler",
  _LAMBDA_TELEMETRY_LOG_FD: "62", // the console takes it away again
};
const EVENT = { headers: { "lambda-runtime-aws-request-id": "", "lambda-runtime-deadline-ms": "0" }, body: "{}" };

/**
 * Makes the environment that of the function, in the order in which a process that is started with it has it: the
 * variables, the address, and what the interpreter itself has added. Those that come first and are right already are
 * not touched, so that what Node.js derives from a variable such as `TZ` is not derived again.
 */
function replaceEnvironment(variables) {
  const wanted = Object.entries(variables);
  const names = Object.keys(process.env);
  let same = 0;
  while (same < wanted.length && names[same] === wanted[same][0] && process.env[names[same]] === wanted[same][1])
    same += 1;
  const rest = names.slice(same).map((name) => [name, process.env[name]]);
  const added = rest.filter(([name]) => !(name in variables) && name !== STEM && name !== ADDRESS);
  const address = process.env[ADDRESS];
  for (const [name] of rest) delete process.env[name];
  for (const [name, value] of [...wanted.slice(same), [ADDRESS, address], ...added]) process.env[name] = value;
}

/**
 * Does for nobody what the first event would otherwise wait for: a function that runs for the first time is compiled,
 * and the first answer on a connection costs a millisecond.
 *
 * @param begin begins as with a function, except that it serves the events of the client that it is given
 */
async function rehearse(client, begin) {
  const { requestId } = current;
  for (let round = 0; round < REHEARSALS; round++) {
    await client.ping();
    replaceEnvironment({ ...process.env, [STEM]: String(round), ...STAND_IN });
    process.chdir(process.cwd());
    await new Promise((respond) => {
      begin({ next: once(EVENT), respond: async () => respond() });
    });
    delete require.cache[require.resolve("./rehearsal.js")];
    delete globalThis.awslambda;
  }
  for (const name of Object.keys(STAND_IN)) delete process.env[name];
  current.requestId = requestId;
}

/** A `next` that never comes back from its second call. */
function once(event) {
  const events = [event];
  return () =>
    new Promise((resolve) => {
      if (events.length > 0) resolve(events.pop());
    });
}

/** Waits for the function, whose code is mounted over the folder in which the process was started. */
async function becomeFunction(client, begin) {
  await rehearse(client, begin);
  const { variables, code } = client.assignment();
  replaceEnvironment(JSON.parse((await variables).body));
  await code;
  process.chdir(process.env.LAMBDA_TASK_ROOT);
}

module.exports = { becomeFunction };
