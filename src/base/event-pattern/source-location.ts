/** How much of the text a message repeats. */
const EXCERPT_LENGTH_MAX = 500;

/** The place in the text as EventBridge's messages name it: ` at [Source: (String)"..."; line: 1, column: 5]`. */
export function sourceLocation(text: string, offset: number): string {
  return `[Source: (String)${excerpt(text)}; line: ${lineOf(text, offset)}, column: ${columnOf(text, offset)}]`;
}

function excerpt(text: string): string {
  const rest = text.length - EXCERPT_LENGTH_MAX;
  return rest > 0 ? `"${text.slice(0, EXCERPT_LENGTH_MAX)}"[truncated ${rest} chars]` : `"${text}"`;
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}

function columnOf(text: string, offset: number): number {
  return offset - text.lastIndexOf("\n", offset - 1);
}
