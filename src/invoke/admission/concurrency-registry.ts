import type { Clock, Scope } from "../../base/index.ts";
import { AccountConcurrency, type FunctionConcurrency } from "./account-concurrency.ts";

/** The concurrency of every account and region. */
export class ConcurrencyRegistry {
  readonly #limit: number;
  readonly #clock: Clock;
  readonly #accounts = new Map<string, AccountConcurrency>();

  /** @param limit events in flight per account and region */
  constructor(limit: number, clock: Clock) {
    this.#limit = limit;
    this.#clock = clock;
  }

  of(scope: Scope, functionName: string): FunctionConcurrency {
    const key = `${scope.accountId}/${scope.region}`;
    let account = this.#accounts.get(key);
    if (account === undefined) {
      account = new AccountConcurrency(this.#limit, this.#clock);
      this.#accounts.set(key, account);
    }
    return account.of(functionName);
  }
}
