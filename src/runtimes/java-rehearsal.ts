const CLIENT = "com.amazonaws.services.lambda.runtime.api.client";
/** The packages of the client and of the libraries in it, which nobody else can set properties or variables for. */
const OF_CLIENT = /^(com\.amazonaws|software\.amazon)\./;
/** They read variables of the function when they are initialised. */
const FOR_A_FUNCTION: readonly string[] = [`${CLIENT}.AWSLambda`, `${CLIENT}.LambdaEnvironment`];

/**
 * Which classes a virtual machine has ready while it waits for its function (`src/guest/java/rehearse.c`): it loads
 * every class that was used in training, and initialises those of the client, as all of them would be before the
 * function's own. Classes of Java are not initialised for their own sake: what they read then, a function may set first.
 * `classList` is what `-XX:DumpLoadedClassList` writes.
 */
export function rehearsal(classList: string): string {
  const lines = classList.split("\n").filter((line) => line !== "" && !/^[#@]/.test(line));
  const names = lines.map((line) => line.replace(/ .*$/, "").replaceAll("/", "."));
  return names.map((name) => `${isForAnyFunction(name) ? "initialise" : "load"} ${name}\n`).join("");
}

function isForAnyFunction(name: string): boolean {
  return OF_CLIENT.test(name) && !FOR_A_FUNCTION.includes(name);
}
