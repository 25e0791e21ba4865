import type { AnyServiceBinding } from "./dispatcher.ts";
import type { ServiceModel } from "./model.ts";
import { PROTOCOLS } from "./protocols/registry.ts";
import { Service } from "./service.ts";

/** Finds the description of a service by its signing name; undefined when there is none. */
export type FindModel = (service: string) => ServiceModel | undefined;

/** The services that are there. One whose handlers are loaded late is described and put together late as well. */
export class Services {
  readonly #bindings: ReadonlyMap<string, AnyServiceBinding>;
  readonly #modelOf: FindModel;
  readonly #services = new Map<string, Service>();

  /** Throws when a binding names a service or operation that no description has. */
  constructor(bindings: readonly AnyServiceBinding[], modelOf: FindModel) {
    this.#bindings = new Map(bindings.map((binding) => [binding.service, binding]));
    this.#modelOf = modelOf;
    for (const binding of bindings) if (typeof binding.handlers !== "function") this.#put(binding);
  }

  get names(): readonly string[] {
    return [...this.#bindings.keys()];
  }

  get(name: string): Service | undefined {
    const known = this.#services.get(name);
    if (known !== undefined) return known;
    const binding = this.#bindings.get(name);
    return binding && this.#put(binding);
  }

  /** In the order of their bindings. */
  *all(): Iterable<Service> {
    for (const binding of this.#bindings.values()) yield this.#services.get(binding.service) ?? this.#put(binding);
  }

  #put({ service, handlers, unsigned }: AnyServiceBinding): Service {
    const model = this.#modelOf(service);
    if (model === undefined) throw new Error(`there is no description of a service "${service}"; generate it first`);
    if (PROTOCOLS[model.protocol] === undefined) throw new Error(`the protocol ${model.protocol} is not there yet`);
    const made = new Service(model, handlers, unsigned);
    this.#services.set(service, made);
    return made;
  }
}
