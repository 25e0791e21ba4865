import type { Scope } from "../base/index.ts";
import type { EnvironmentIdentity, LogFormat } from "../invoke/index.ts";

/** Where lines go. */
export interface LogTarget {
  readonly scope: Scope;
  readonly group: string;
  readonly stream: string;
  readonly format: LogFormat;
  /** The same for the same stream. */
  readonly key: string;
}

/** Makes targets of environments, once for each. */
export class LogTargets {
  readonly #known = new WeakMap<EnvironmentIdentity, LogTarget>();

  of(environment: EnvironmentIdentity): LogTarget {
    const known = this.#known.get(environment);
    if (known !== undefined) return known;
    const { scope, logging } = environment.spec;
    const target: LogTarget = {
      scope,
      group: logging.group,
      stream: environment.logStream,
      format: logging.format,
      // Neither part can have a space.
      key: `${scope.accountId} ${scope.region} ${logging.group} ${environment.logStream}`,
    };
    this.#known.set(environment, target);
    return target;
  }
}
