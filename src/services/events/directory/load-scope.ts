import type { Scope } from "../../../base/index.ts";
import { everyRecord, type RecordStore } from "../../../store/index.ts";
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

/** Reads all buses of a scope, the default bus among them. */
export async function loadScope(records: RecordStore, scope: Scope): Promise<Map<string, Bus>> {
  const buses = new Map<string, Bus>([
    [DEFAULT_BUS, { record: newBus(DEFAULT_BUS, null), version: undefined, rules: new Map() }],
  ]);
  for await (const { key, value, version } of everyRecord(records, BUS_KIND, scopePrefix(scope))) {
    const record = readBusRecord(key, value);
    buses.set(record.name, { record, version, rules: new Map() });
  }
  for await (const { key, value, version } of everyRecord(records, RULE_KIND, scopePrefix(scope))) {
    const record = readRuleRecord(key, value);
    buses.get(record.bus)?.rules.set(record.name, compileRule(scope, record, version));
  }
  return buses;
}
