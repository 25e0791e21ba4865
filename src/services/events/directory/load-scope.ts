import type { Scope } from "../../../base/index.ts";
import type { RecordStore, StoredRecord } from "../../../store/index.ts";
import { DEFAULT_BUS } from "../arn.ts";
import { BUS_KIND, newBus, readBusRecord, scopePrefix, type BusRecord } from "./bus-record.ts";
import { readRuleRecord, RULE_KIND } from "./rule-record.ts";
import { compileRule, type Rule } from "./rule.ts";

/** A bus and its rules, by name. */
export interface Bus {
  record: BusRecord;
  /** Of the stored record; undefined when there is none. */
  version: number | undefined;
  readonly rules: Map<string, Rule>;
}

const PAGE = 500;

/** Reads all buses of a scope, the default bus among them. */
export async function loadScope(records: RecordStore, scope: Scope): Promise<Map<string, Bus>> {
  const buses = new Map<string, Bus>([
    [DEFAULT_BUS, { record: newBus(DEFAULT_BUS, null), version: undefined, rules: new Map() }],
  ]);
  for await (const { key, value, version } of every(records, BUS_KIND, scopePrefix(scope))) {
    const record = readBusRecord(key, value);
    buses.set(record.name, { record, version, rules: new Map() });
  }
  for await (const { key, value, version } of every(records, RULE_KIND, scopePrefix(scope))) {
    const record = readRuleRecord(key, value);
    buses.get(record.bus)?.rules.set(record.name, compileRule(scope, record, version));
  }
  return buses;
}

async function* every(records: RecordStore, kind: string, prefix: string): AsyncGenerator<StoredRecord, void> {
  for (let after: string | undefined; ;) {
    const page = await records.list(kind, { prefix, limit: PAGE, ...(after === undefined ? {} : { after }) });
    yield* page;
    after = page.at(-1)?.key;
    if (page.length < PAGE) return;
  }
}
