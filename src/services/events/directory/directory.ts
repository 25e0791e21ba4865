import type { Scope } from "../../../base/index.ts";
import type { RecordStore } from "../../../store/index.ts";
import { scopePrefix } from "./bus-record.ts";
import { loadScope } from "./load-scope.ts";
import { ScopeDirectory } from "./scope-directory.ts";

/** The buses and rules of every account and region, each read from the store when it is first asked for. */
export class Directory {
  readonly #records: RecordStore;
  readonly #scopes = new Map<string, Promise<ScopeDirectory>>();

  constructor(records: RecordStore) {
    this.#records = records;
  }

  in(scope: Scope): Promise<ScopeDirectory> {
    const key = scopePrefix(scope);
    const known = this.#scopes.get(key);
    if (known !== undefined) return known;
    const loading = loadScope(this.#records, scope).then(
      (buses) => new ScopeDirectory(this.#records, scope, buses, () => loadScope(this.#records, scope)),
    );
    this.#scopes.set(key, loading);
    // One that could not be read is read again when it is next asked for; whoever asked now is told.
    loading.catch(() => this.#scopes.delete(key));
    return loading;
  }
}
