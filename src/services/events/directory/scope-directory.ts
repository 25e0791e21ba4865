import type { Scope } from "../../../base/index.ts";
import { type RecordChange, RecordConflict, type RecordStore } from "../../../store/index.ts";
import { eventsError } from "../errors.ts";
import { BUS_KIND, busKey, type BusRecord } from "./bus-record.ts";
import type { Bus } from "./load-scope.ts";
import { RULE_KIND, ruleKey, type RuleRecord } from "./rule-record.ts";
import { compileRule, type Rule } from "./rule.ts";

/**
 * The buses and rules of one account and region, in memory. Changes are made one after the other, each durable before it
 * can be seen.
 */
export class ScopeDirectory {
  readonly scope: Scope;
  readonly #records: RecordStore;
  readonly #reload: () => Promise<Map<string, Bus>>;
  #buses: Map<string, Bus>;
  #last: Promise<unknown> = Promise.resolve();

  constructor(records: RecordStore, scope: Scope, buses: Map<string, Bus>, reload: () => Promise<Map<string, Bus>>) {
    this.#records = records;
    this.scope = scope;
    this.#buses = buses;
    this.#reload = reload;
  }

  get buses(): ReadonlyMap<string, Bus> {
    return this.#buses;
  }

  /** Throws `ResourceNotFoundException`. */
  bus(name: string): Bus {
    const bus = this.#buses.get(name);
    if (bus === undefined) throw eventsError("bus-not-found", { bus: name });
    return bus;
  }

  /** Throws `ResourceNotFoundException` when there is no such bus or rule. */
  rule(busName: string, name: string): Rule {
    const rule = this.bus(busName).rules.get(name);
    if (rule === undefined) throw eventsError("rule-not-found", { bus: busName, rule: name });
    return rule;
  }

  /** Runs a change alone: nothing else changes in this scope while it looks, decides and writes. */
  async change<Result>(action: () => Promise<Result>): Promise<Result> {
    const before = this.#last;
    const running = (async () => {
      await before;
      return action();
    })();
    // The next change waits for this one, however it ends; how it ended is told to whoever asked for it.
    this.#last = running.catch(() => {});
    return running;
  }

  async putBus(record: BusRecord): Promise<void> {
    const known = this.#buses.get(record.name);
    const version = await this.#put(BUS_KIND, busKey(this.scope, record.name), record, known?.version);
    if (known === undefined) this.#buses.set(record.name, { record, version, rules: new Map() });
    else Object.assign(known, { record, version });
  }

  async deleteBus(name: string): Promise<void> {
    const version = this.#buses.get(name)?.version;
    await this.#write({ op: "delete", kind: BUS_KIND, key: busKey(this.scope, name), ...expectation(version) });
    this.#buses.delete(name);
  }

  async putRule(record: RuleRecord): Promise<Rule> {
    const { rules } = this.bus(record.bus);
    const key = ruleKey(this.scope, record.bus, record.name);
    const version = await this.#put(RULE_KIND, key, record, rules.get(record.name)?.version);
    const rule = compileRule(this.scope, record, version);
    rules.set(record.name, rule);
    return rule;
  }

  async deleteRule({ record, version }: Rule): Promise<void> {
    const key = ruleKey(this.scope, record.bus, record.name);
    await this.#write({ op: "delete", kind: RULE_KIND, key, ...expectation(version) });
    this.bus(record.bus).rules.delete(record.name);
  }

  async #put(kind: string, key: string, value: BusRecord | RuleRecord, version: number | undefined): Promise<number> {
    await this.#write({ op: "put", kind, key, value, expect: version ?? "absent" });
    const stored = await this.#records.get(kind, key);
    if (stored === undefined) throw eventsError("changed-meanwhile");
    return stored.version;
  }

  async #write(change: RecordChange): Promise<void> {
    try {
      await this.#records.write([change]);
    } catch (error) {
      if (!(error instanceof RecordConflict)) throw error;
      // Another server on the same store was faster.
      this.#buses = await this.#reload();
      throw eventsError("changed-meanwhile", undefined, error);
    }
  }
}

function expectation(version: number | undefined): { readonly expect?: number } {
  return version === undefined ? {} : { expect: version };
}
