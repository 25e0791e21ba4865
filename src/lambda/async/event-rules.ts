import { everyRecord, type RecordStore } from "../../store/index.ts";
import { belongingKey } from "../belongings.ts";
import {
  EVENT_INVOKE_KIND,
  type EventInvokeRecord,
  readEventInvokeRecord,
} from "../event-invoke/event-invoke-record.ts";
import { LATEST } from "../function-name.ts";
import { readRecursion, RECURSION_KIND } from "../recursion-record.ts";

/** What is to become of the asynchronous events of a qualifier. */
export interface EventRules {
  readonly retriesMax: number;
  readonly ageMaxMs: number;
  readonly onSuccessArn: string | undefined;
  readonly onFailureArn: string | undefined;
}

/** Those of a function, by qualifier, and what is to become of its loops. */
interface FunctionRules {
  readonly byQualifier: ReadonlyMap<string, EventRules>;
  readonly allowsLoops: boolean;
}

/** AWS Lambda API, PutFunctionEventInvokeConfig: two retries, and six hours. */
const DEFAULT_RULES: EventRules = {
  retriesMax: 2,
  ageMaxMs: 21_600_000,
  onSuccessArn: undefined,
  onFailureArn: undefined,
};

/** The rules of functions that have events, in memory until the function is changed, so that an event reads no database. */
export class EventRuleBook {
  readonly #records: RecordStore;
  readonly #known = new Map<string, FunctionRules>();
  /** Counts changes, so that a load that one overtook is not believed. */
  #changes = 0;

  constructor(records: RecordStore) {
    this.#records = records;
  }

  /** A function was changed or deleted. */
  changed(functionKey: string): void {
    this.#changes += 1;
    this.#known.delete(functionKey);
  }

  /** At once, without a promise, when it is in memory. */
  rules(functionKey: string, qualifier: string | undefined): EventRules | Promise<EventRules> {
    const known = this.#known.get(functionKey);
    return known === undefined
      ? this.#load(functionKey).then((loaded) => pick(loaded, qualifier))
      : pick(known, qualifier);
  }

  /** Whether recursive loops of a function are let run. */
  async allowsLoops(functionKey: string): Promise<boolean> {
    return (this.#known.get(functionKey) ?? (await this.#load(functionKey))).allowsLoops;
  }

  async #load(functionKey: string): Promise<FunctionRules> {
    for (;;) {
      const changes = this.#changes;
      const byQualifier = new Map<string, EventRules>();
      for await (const { key, value } of everyRecord(this.#records, EVENT_INVOKE_KIND, `${functionKey}/`)) {
        const record = readEventInvokeRecord(key, value);
        byQualifier.set(record.qualifier, compiled(record));
      }
      const loopKey = belongingKey(functionKey, LATEST);
      const loops = await this.#records.get(RECURSION_KIND, loopKey);
      const allowsLoops = loops !== undefined && readRecursion(loopKey, loops.value).recursiveLoop === "Allow";
      if (changes !== this.#changes) continue;
      const loaded = { byQualifier, allowsLoops };
      this.#known.set(functionKey, loaded);
      return loaded;
    }
  }
}

function pick({ byQualifier }: FunctionRules, qualifier: string | undefined): EventRules {
  return byQualifier.get(qualifier ?? LATEST) ?? DEFAULT_RULES;
}

function compiled({ retriesMax, eventAgeMaxS, onSuccessArn, onFailureArn }: EventInvokeRecord): EventRules {
  return {
    retriesMax: retriesMax ?? DEFAULT_RULES.retriesMax,
    ageMaxMs: eventAgeMaxS === null ? DEFAULT_RULES.ageMaxMs : eventAgeMaxS * 1_000,
    onSuccessArn: onSuccessArn ?? undefined,
    onFailureArn: onFailureArn ?? undefined,
  };
}
