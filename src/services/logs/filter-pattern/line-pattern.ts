import { compileComparison } from "./comparison.ts";
import { readExpression, TokenReader } from "./expression.ts";
import type { Test } from "./expression.ts";
import { FilterPatternError } from "./filter-pattern-error.ts";
import { tokenize } from "./lexer.ts";
import type { Token } from "./lexer.ts";
import { splitFields } from "./line-fields.ts";

const ELLIPSIS = "...";
const anything: Test<string> = () => true;

function splitAtCommas(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const slots: Token[][] = [[]];
  for (const token of tokens) {
    if (token.kind === "sign" && token.sign === ",") slots.push([]);
    else slots.at(-1)?.push(token);
  }
  return slots;
}

function isEllipsis(slot: readonly Token[]): boolean {
  const [only] = slot;
  return slot.length === 1 && only?.kind === "word" && only.word === ELLIPSIS;
}

/** One field: empty, a name, or conditions that all name the same field. */
function compileField(slot: readonly Token[]): Test<string> {
  const [first] = slot;
  if (first === undefined) return anything;
  if (slot.length === 1) {
    if (first.kind !== "word" || first.word === ELLIPSIS) throw new FilterPatternError();
    return anything;
  }
  let name: string | undefined;
  return readExpression(new TokenReader(slot), (reader) => {
    const subject = reader.next();
    const operator = reader.next();
    const operand = reader.next();
    if (subject.kind !== "word" || operator.kind !== "operator") throw new FilterPatternError();
    if (operand.kind !== "word" && operand.kind !== "literal") throw new FilterPatternError();
    name ??= subject.word;
    if (subject.word !== name) throw new FilterPatternError();
    return compileComparison(operator.operator, operand.operand, true);
  });
}

function allHold(tests: readonly Test<string>[], fields: readonly string[]): boolean {
  return tests.every((test, index) => {
    const field = fields[index];
    return field !== undefined && test(field);
  });
}

/**
 * Compiles `[ip, user, ..., status = 4*, bytes > 1000]`, given without its brackets. Without `...` a line must have
 * exactly as many fields as the pattern. Throws `FilterPatternError`.
 */
export function compileLinePattern(body: string): Test<string> {
  const slots = splitAtCommas(tokenize(body));
  const gap = slots.findIndex(isEllipsis);
  if (slots.findLastIndex(isEllipsis) !== gap) throw new FilterPatternError();
  const head = slots.slice(0, gap < 0 ? slots.length : gap).map(compileField);
  const tail = gap < 0 ? [] : slots.slice(gap + 1).map(compileField);
  return (line) => {
    const fields = splitFields(line);
    const wanted = head.length + tail.length;
    if (gap < 0 ? fields.length !== wanted : fields.length < wanted) return false;
    return allHold(head, fields) && allHold(tail, fields.slice(fields.length - tail.length));
  };
}
