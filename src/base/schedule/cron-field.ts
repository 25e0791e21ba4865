import { ScheduleSyntaxError } from "./schedule.ts";

/** What one field of a cron expression may hold. */
export interface FieldDomain {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Names for values, in upper case. */
  readonly names?: Readonly<Record<string, number>>;
  /** Whether a range may run over the end (`20-2`, `FRI-MON`): hours, weekdays and months go round, years do not. */
  readonly cyclic: boolean;
}

/**
 * The values that a field of `,`, `-`, `*` and `/` names, ascending. Throws `ScheduleSyntaxError`.
 * Source: "Cron expressions reference" of the EventBridge user guide.
 */
export function parseField(text: string, domain: FieldDomain): readonly number[] {
  // Most fields are this, and that of years would be long to write out each time.
  if (text === "*") return everyValue(domain);
  const values = new Set<number>();
  for (const item of text.split(",")) for (const value of itemValues(item, domain)) values.add(value);
  return [...values].toSorted((a, b) => a - b);
}

/** One value of a field, by number or by name. */
export function parseValue(text: string, domain: FieldDomain): number {
  const named = domain.names?.[text.toUpperCase()];
  if (named !== undefined) return named;
  const value = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= domain.min && value <= domain.max) return value;
  throw new ScheduleSyntaxError(`${domain.name} is ${domain.min} to ${domain.max}, not "${text}"`);
}

function itemValues(item: string, domain: FieldDomain): readonly number[] {
  const [range = "", step, ...rest] = item.split("/");
  if (rest.length > 0) throw new ScheduleSyntaxError(`${domain.name} has two steps in "${item}"`);
  const values = rangeValues(range, step !== undefined, domain);
  if (step === undefined) return values;
  const size = domain.max - domain.min + 1;
  const every = /^\d{1,4}$/.test(step) ? Number(step) : 0;
  if (every < 1 || every > size)
    throw new ScheduleSyntaxError(`${domain.name} has steps of 1 to ${size}, not "${step}"`);
  return values.filter((_, index) => index % every === 0);
}

/** In the order in which they come, so that steps count from the first of a range that runs over the end. */
function rangeValues(range: string, stepped: boolean, domain: FieldDomain): readonly number[] {
  if (range === "*") return everyValue(domain);
  const [first = "", last, ...rest] = range.split("-");
  if (rest.length > 0) throw new ScheduleSyntaxError(`${domain.name} has no range "${range}"`);
  const from = parseValue(first, domain);
  // A value with a step runs to the end of the field: 0/15 is 0, 15, 30, 45.
  if (last === undefined) return stepped ? sequence(from, domain.max) : [from];
  const to = parseValue(last, domain);
  if (from <= to) return sequence(from, to);
  if (!domain.cyclic)
    throw new ScheduleSyntaxError(`${domain.name} has a range that ends before it begins: "${range}"`);
  return [...sequence(from, domain.max), ...sequence(domain.min, to)];
}

const everyOf = new WeakMap<FieldDomain, readonly number[]>();

function everyValue(domain: FieldDomain): readonly number[] {
  const known = everyOf.get(domain) ?? sequence(domain.min, domain.max);
  everyOf.set(domain, known);
  return known;
}

function sequence(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
