const CLOSING: Readonly<Record<string, string>> = { "[": "]", '"': '"' };
const BLANK = /\s/;

/**
 * Splits a line at white space. What stands between square brackets or quotation marks is one field, without them
 * ("Using filter patterns to match terms in space-delimited log events", CloudWatch Logs user guide).
 */
export function splitFields(line: string): readonly string[] {
  const fields: string[] = [];
  for (let index = 0; index < line.length;) {
    const char = line.charAt(index);
    if (BLANK.test(char)) {
      index++;
      continue;
    }
    const closing = CLOSING[char];
    const closed = closing === undefined ? -1 : line.indexOf(closing, index + 1);
    if (closed >= 0) {
      fields.push(line.slice(index + 1, closed));
      index = closed + 1;
    } else {
      const end = endOfWord(line, index);
      fields.push(line.slice(index, end));
      index = end;
    }
  }
  return fields;
}

function endOfWord(line: string, start: number): number {
  let end = start;
  while (end < line.length && !BLANK.test(line.charAt(end))) end++;
  return end;
}
