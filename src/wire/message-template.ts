/** The `{names}` in a message. */
type Parameters<Message extends string> = Message extends `${string}{${infer Name}}${infer Tail}`
  ? Name | Parameters<Tail>
  : never;

/** What the maker of an error takes after its name: values for the message, where it has parameters, and a detail. */
export type MessageValues<Message extends string, Detail = unknown> = [Parameters<Message>] extends [never]
  ? [values?: undefined, detail?: Detail]
  : [values: Readonly<Record<Parameters<Message>, string | number>>, detail?: Detail];

/** Puts values in the place of the `{names}` in a message; a name without a value stays as it is. */
export function fillMessage(message: string, values: Readonly<Record<string, string | number>> = {}): string {
  return message.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
