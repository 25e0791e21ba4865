import { styleText } from "node:util";
import type { CommandContext } from "./command.ts";

/** Colours a text that goes to `stream`: only on a terminal, and never when NO_COLOR is set. */
export function paint(stream: NodeJS.WritableStream, format: Parameters<typeof styleText>[0], content: string): string {
  return styleText(format, content, { stream, validateStream: true });
}

/** Prints the result of a command: as one JSON document, or in the words of `forPeople`. */
export function printResult(context: CommandContext, value: unknown, forPeople: () => string): void {
  const output = context.json ? JSON.stringify(value, undefined, 2) : forPeople().replace(/\n$/, "");
  if (output !== "") context.stdout.write(`${output}\n`);
}

/** Columns that are as wide as their widest cell. Colour is added afterwards by `decorate`, since it has no width. */
export function table(
  rows: readonly (readonly string[])[],
  decorate: (cell: string, column: number, row: number) => string = (cell) => cell,
): string {
  const widths: number[] = [];
  for (const row of rows)
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length);
  const line = (row: readonly string[], index: number): string =>
    row
      .map((cell, column) => {
        const space = column === row.length - 1 ? "" : " ".repeat((widths[column] ?? 0) - cell.length + 2);
        return decorate(cell, column, index) + space;
      })
      .join("")
      .trimEnd();
  return rows.map(line).join("\n");
}
