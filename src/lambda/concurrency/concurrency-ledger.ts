import { ACCOUNT_CONCURRENCY } from "../../base/index.ts";
import type { ProvisionedRecord } from "./concurrency-record.ts";

/** What of an account's concurrency no function may take for itself (AWS Lambda quotas). */
export const UNRESERVED_MIN = 100;

/** What one function takes of its account's concurrency. */
interface Share {
  reserved: number | undefined;
  /** By version or alias. */
  readonly provisioned: Map<string, ProvisionedRecord>;
}

const NOTHING: ReadonlyMap<string, ProvisionedRecord> = new Map();

/**
 * Every concurrency setting in memory, loaded at start and kept up to date by whoever writes one. Writers take turns
 * within an account and region, since what one takes another cannot have.
 */
export class ConcurrencyLedger {
  /** By account and region, then by function key. */
  readonly #accounts = new Map<string, Map<string, Share>>();
  readonly #turns = new Map<string, Promise<void>>();

  reserved(functionKey: string): number | undefined {
    return this.#accounts.get(accountOf(functionKey))?.get(functionKey)?.reserved;
  }

  /** Provisioned concurrency of a function by version or alias. */
  provisioned(functionKey: string): ReadonlyMap<string, ProvisionedRecord> {
    return this.#accounts.get(accountOf(functionKey))?.get(functionKey)?.provisioned ?? NOTHING;
  }

  /** Environments that are to be provisioned for a function, but for one version or alias of it. */
  provisionedTotal(functionKey: string, exceptQualifier?: string): number {
    let total = 0;
    for (const [qualifier, { requested }] of this.provisioned(functionKey))
      if (qualifier !== exceptQualifier) total += requested;
    return total;
  }

  /**
   * What is left for functions that reserve nothing: neither reserved by a function, nor provisioned for one without a
   * reservation.
   *
   * @param without a function whose own share is not counted
   */
  unreserved(account: string, without?: string): number {
    let taken = 0;
    for (const [key, { reserved }] of this.#accounts.get(account) ?? [])
      if (key !== without) taken += reserved ?? this.provisionedTotal(key);
    return ACCOUNT_CONCURRENCY - taken;
  }

  setReserved(functionKey: string, reserved: number | undefined): void {
    this.#share(functionKey).reserved = reserved;
    this.#tidy(functionKey);
  }

  setProvisioned(functionKey: string, qualifier: string, record: ProvisionedRecord | undefined): void {
    const { provisioned } = this.#share(functionKey);
    if (record === undefined) provisioned.delete(qualifier);
    else provisioned.set(qualifier, record);
    this.#tidy(functionKey);
  }

  /** Forgets a function that was deleted. */
  drop(functionKey: string): void {
    this.#accounts.get(accountOf(functionKey))?.delete(functionKey);
  }

  /** Runs `action` while no other writer of the account runs. */
  async exclusively<Result>(functionKey: string, action: () => Promise<Result>): Promise<Result> {
    const account = accountOf(functionKey);
    const { promise, resolve } = Promise.withResolvers<void>();
    const former = this.#turns.get(account);
    this.#turns.set(account, promise);
    await former;
    try {
      return await action();
    } finally {
      if (this.#turns.get(account) === promise) this.#turns.delete(account);
      resolve();
    }
  }

  #share(functionKey: string): Share {
    const account = accountOf(functionKey);
    const shares = this.#accounts.get(account) ?? new Map<string, Share>();
    this.#accounts.set(account, shares);
    const share = shares.get(functionKey) ?? { reserved: undefined, provisioned: new Map() };
    shares.set(functionKey, share);
    return share;
  }

  #tidy(functionKey: string): void {
    const share = this.#share(functionKey);
    if (share.reserved === undefined && share.provisioned.size === 0) this.drop(functionKey);
  }
}

/** The account and region of a function, `ACCOUNT/REGION/`. */
export function accountOf(functionKey: string): string {
  return functionKey.slice(0, functionKey.lastIndexOf("/") + 1);
}
