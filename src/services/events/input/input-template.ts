/** A piece of a template: text as it stands, or a variable, inside a string of the template or not. */
export type TemplatePiece = string | { readonly variable: string; readonly quoted: boolean };

const PLACEHOLDER = /<([A-Za-z0-9_.\-$]+)>/y;

/** Reads a template; what looks like no variable (`<`, `< x >`) is text. */
export function parseTemplate(template: string): readonly TemplatePiece[] {
  const pieces: TemplatePiece[] = [];
  let text = "";
  let quoted = false;
  for (let offset = 0; offset < template.length; offset += 1) {
    const character = template.charAt(offset);
    PLACEHOLDER.lastIndex = offset;
    const variable = character === "<" ? PLACEHOLDER.exec(template)?.[1] : undefined;
    if (variable !== undefined) {
      pieces.push(text, { variable, quoted });
      text = "";
      offset = PLACEHOLDER.lastIndex - 1;
    } else if (character === "\\") {
      text += template.slice(offset, offset + 2);
      offset += 1;
    } else {
      if (character === '"') quoted = !quoted;
      text += character;
    }
  }
  return [...pieces, text].filter((piece) => piece !== "");
}

/** The variables that a template uses. */
export function variablesOf(pieces: readonly TemplatePiece[]): readonly string[] {
  return pieces.flatMap((piece) => (typeof piece === "string" ? [] : [piece.variable]));
}
