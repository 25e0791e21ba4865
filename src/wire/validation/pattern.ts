/**
 * A pattern of a model as a whole-text match. The models use Java's dialect: Unicode classes need the `u` flag, which
 * in turn refuses escapes of characters that need none. Throws when neither reading compiles.
 */
export function compilePattern(pattern: string): RegExp {
  const whole = `^(?:${pattern})$`;
  const flags = /\\[pP]\{/.test(pattern) ? ["u", "v"] : ["", "u"];
  for (const flag of flags) {
    const compiled = tryCompile(whole, flag) ?? tryCompile(withoutNeedlessEscapes(whole), flag);
    if (compiled !== undefined) return compiled;
  }
  throw new Error(`the pattern ${pattern} does not compile`);
}

function tryCompile(source: string, flag: string): RegExp | undefined {
  try {
    return new RegExp(source, flag);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function withoutNeedlessEscapes(source: string): string {
  return source.replaceAll(/\\([_#@:=%&!~,;<>"'` ])/g, "$1");
}
