import { AwsError } from "./operation.ts";
import type { AnyServiceBinding, Handler, HandlerTable } from "./dispatcher.ts";
import type { ProtocolName, ServiceModel } from "./model.ts";
import { MODEL_FORMAT } from "./model.ts";
import type { NamedOperation, Protocol } from "./protocols/protocol.ts";
import { PROTOCOLS } from "./protocols/registry.ts";
import { PathRouter } from "./routing/path-router.ts";
import { Validators, violationMessage } from "./validation/validator.ts";

/** A service at run time: its model, compiled as far as requests have needed it. */
export class Service {
  readonly model: ServiceModel;
  /** Operations that need no signature. */
  readonly unsigned: ReadonlySet<string>;
  #handlers: HandlerTable | undefined;
  /** Makes `#handlers` where they are loaded late. */
  readonly #load: () => Promise<HandlerTable>;
  #loading: Promise<HandlerTable> | undefined;
  readonly #operations = new Map<string, NamedOperation>();
  readonly #router = new PathRouter();
  readonly #protocols = new Map<ProtocolName, Protocol>();
  readonly #validators: Validators;

  /** Throws when a handler is bound to an operation that the model does not have; of late handlers, their loading does. */
  constructor(model: ServiceModel, handlers: AnyServiceBinding["handlers"], unsigned: ReadonlySet<string> = new Set()) {
    this.model = model;
    this.unsigned = unsigned;
    this.#validators = new Validators(model);
    for (const [name, operation] of Object.entries(model.operations)) {
      const named = { name, model: operation };
      this.#operations.set(name, named);
      if (this.isRest) this.#router.add(named);
    }
    if (typeof handlers === "function") this.#load = handlers;
    else {
      this.#load = () => Promise.resolve(handlers);
      this.#bind(handlers);
    }
  }

  #bind(handlers: HandlerTable): HandlerTable {
    for (const name of Object.keys(handlers))
      if (!this.#operations.has(name)) throw new Error(`${this.model.service} has no operation ${name} to handle`);
    this.#handlers = handlers;
    return handlers;
  }

  get isRest(): boolean {
    return this.model.protocol.startsWith("rest");
  }

  get takesForms(): boolean {
    return this.model.protocol === "awsQuery" || this.model.queryCompatible === true;
  }

  operation(name: string): NamedOperation | undefined {
    return this.#operations.get(name);
  }

  route(method: string, path: string, query: string): ReturnType<PathRouter["match"]> {
    return this.#router.match(method, path, query);
  }

  /** A promise only until late handlers are loaded, as awaiting costs every request a turn of the microtask queue. */
  handler(name: string): Handler | undefined | Promise<Handler | undefined> {
    if (this.#handlers !== undefined) return handlerOf(this.#handlers, name);
    this.#loading ??= this.#load().then((handlers) => this.#bind(handlers));
    return this.#loading.then((handlers) => handlerOf(handlers, name));
  }

  protocol(name: ProtocolName): Protocol {
    const known = this.#protocols.get(name);
    if (known !== undefined) return known;
    const factory = PROTOCOLS[name];
    if (factory === undefined) throw new Error(`the protocol ${name} of ${this.model.service} is not there yet`);
    const protocol = factory(this.model);
    this.#protocols.set(name, protocol);
    return protocol;
  }

  /** Throws the service's own validation error, naming all that is wrong. */
  validate({ model }: NamedOperation, input: unknown): void {
    const { validationError } = this.model;
    if (validationError === undefined) return;
    const validate = model.input === undefined ? undefined : this.#validators.shape(model.input);
    if (validate === undefined) return;
    const violations: string[] = [];
    validate(input, "", violations);
    if (violations.length > 0) throw new AwsError(validationError, violationMessage(violations), { status: 400 });
  }
}

function handlerOf(handlers: HandlerTable, name: string): Handler | undefined {
  return Object.hasOwn(handlers, name) ? handlers[name] : undefined;
}

/** Stands for a service that is not there, so that its clients get an error they can read. */
export function absentService(service: string, protocol: ProtocolName): Service {
  const model: ServiceModel = {
    format: MODEL_FORMAT,
    service,
    title: service,
    sources: {},
    protocol,
    apiVersion: "",
    namespace: service,
    validationError: "ValidationException",
    operations: {},
    shapes: {},
  };
  return new Service(model, {});
}
