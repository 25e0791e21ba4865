/** JSON text without the white space that means nothing, and how deeply it is nested. Everything else stays as it was written. */
export interface MinifiedJson {
  readonly text: string;
  readonly depth: number;
}

const STRING = /"(?:[^"\\]|\\.)*"/y;

/** `text` must be JSON; numbers keep their digits, which parsing them would not. */
export function minifyJson(text: string): MinifiedJson {
  let minified = "";
  let depth = 0;
  let depthMax = 0;
  for (let offset = 0; offset < text.length; offset += 1) {
    const character = text.charAt(offset);
    if (character === '"') {
      STRING.lastIndex = offset;
      const string = STRING.exec(text)?.[0] ?? character;
      minified += string;
      offset += string.length - 1;
      continue;
    }
    if (character === "{" || character === "[") depthMax = Math.max(depthMax, (depth += 1));
    if (character === "}" || character === "]") depth -= 1;
    if (character > " ") minified += character;
  }
  return { text: minified, depth: depthMax };
}
