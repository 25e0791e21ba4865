import { AwsError } from "../operation.ts";
import type { WireHead } from "../dispatcher.ts";
import type { ProtocolName } from "../model.ts";
import { queryParameters } from "../protocols/aws-query/aws-query.ts";
import type { NamedOperation, Protocol } from "../protocols/protocol.ts";
import { PROTOCOLS } from "../protocols/registry.ts";
import type { Service } from "../service.ts";
import { absentService } from "../service.ts";
import type { Services } from "../services.ts";
import type { CredentialScope } from "./credential-scope.ts";
import { credentialScope } from "./credential-scope.ts";

/** Where a request goes. */
export interface Resolution {
  readonly service: Service;
  /** Also of requests that lead nowhere, so that their error is readable. */
  readonly protocol: Protocol;
  readonly protocolName: ProtocolName;
  readonly scope: CredentialScope | undefined;
  readonly operation: NamedOperation | undefined;
  readonly labels: readonly string[];
  readonly query: string;
  /** Why there is no operation. */
  readonly absence: AwsError | undefined;
}

const FORM = "application/x-www-form-urlencoded";
/** Services whose clients read errors in XML although their requests look like any other. */
const XML_SERVICES = new Set(["s3", "s3express", "s3-outposts", "route53", "cloudfront"]);
const NO_BODY = new Uint8Array(0);

interface Request {
  readonly head: WireHead;
  readonly path: string;
  readonly query: string;
  readonly scope: CredentialScope | undefined;
  readonly target: string | undefined;
  readonly isForm: boolean;
  readonly body: Uint8Array;
}

/** Finds service, protocol and operation of a request by credential scope, target header, form and path. */
export class Resolver {
  readonly #services: Services;

  constructor(services: Services) {
    this.#services = services;
  }

  /** Throws SerializationException for forms and queries that cannot be read. */
  resolve(head: WireHead, body: Uint8Array = NO_BODY): Resolution {
    const mark = head.url.indexOf("?");
    const contentType = head.headers["content-type"];
    const request: Request = {
      head,
      path: mark < 0 ? head.url : head.url.slice(0, mark),
      query: mark < 0 ? "" : head.url.slice(mark + 1),
      scope: credentialScope(head),
      target: head.headers["x-amz-target"],
      isForm: contentType?.startsWith(FORM) === true,
      body,
    };
    const { scope } = request;
    if (scope !== undefined) {
      const service = this.#services.get(scope.service);
      return service === undefined ? this.#absent(request, scope.service) : inService(service, request);
    }
    return this.#unsigned(request);
  }

  #unsigned(request: Request): Resolution {
    const { target } = request;
    if (target !== undefined) {
      const prefix = target.split(".", 1)[0];
      for (const service of this.#services.all())
        if (service.model.target === prefix) return inService(service, request);
      return this.#absent(request, prefix ?? "");
    }
    for (const service of this.#services.all()) {
      if (!service.isRest) continue;
      const resolution = inService(service, request);
      if (resolution.operation !== undefined) return resolution;
    }
    if (isQuery(request)) return this.#byAction(request);
    return this.#absent(request, "");
  }

  /** Query requests name action and version; the version tells services with the same action apart. */
  #byAction(request: Request): Resolution {
    const parameters = queryParameters(request);
    const action = parameters.get("Action")?.[0] ?? "";
    const version = parameters.get("Version")?.[0];
    const candidates = [...this.#services.all()].filter((service) => service.takesForms);
    const service =
      candidates.find(({ model }) => model.apiVersion === version && model.operations[action] !== undefined) ??
      candidates.find(({ model }) => model.apiVersion === version) ??
      candidates.find((candidate) => version === undefined && candidate.operation(action) !== undefined);
    return service === undefined ? this.#absent(request, "") : inService(service, request);
  }

  #absent(request: Request, name: string): Resolution {
    const protocolName = clientProtocol(request, name);
    const service = absentService(name, protocolName);
    const wanted = wantedOperation(request);
    const there = this.#services.names.toSorted().join(", ");
    const absence =
      name === ""
        ? new AwsError(
            "UnknownOperationException",
            `No service here has an operation for ${wanted}. Here are: ${there}.`,
            { status: 404 },
          )
        : new AwsError(
            "NotImplementedException",
            `The service "${name}" is not here (asked for ${wanted}). Here are: ${there}.`,
            { status: 501 },
          );
    return resolved(service, protocolName, request, { absence });
  }
}

/** The names of what was asked for, short enough to be repeated. */
function wantedOperation({ head, path, target, query, body, isForm }: Request): string {
  if (target !== undefined) return target.slice(0, 200);
  const action = isForm || query.includes("Action=") ? queryParameters({ query, body }).get("Action")?.[0] : undefined;
  return (action ?? `${head.method} ${path}`).slice(0, 200);
}

/** The address of a queue of SQS, which older clients send their requests to. */
const QUEUE_PATH = /^\/\d{12}\/[\w.-]{1,80}\/?$/;

function isQuery({ isForm, path, query }: Request): boolean {
  return (path === "/" || QUEUE_PATH.test(path)) && (isForm || /(^|&)Action=/.test(query));
}

/** The protocol in which the client of an absent service will understand an error. */
function clientProtocol(request: Request, service: string): ProtocolName {
  if (request.target !== undefined)
    return request.head.headers["content-type"]?.includes("1.1") === true ? "awsJson1_1" : "awsJson1_0";
  return isQuery(request) || XML_SERVICES.has(service) ? "awsQuery" : "restJson1";
}

function inService(service: Service, request: Request): Resolution {
  if (request.target !== undefined && !service.isRest) return byTarget(service, request, request.target);
  if (service.takesForms && isQuery(request)) return byForm(service, request);
  if (service.isRest) return byPath(service, request);
  return resolved(service, service.model.protocol, request, {
    absence: unknownOperation(service, wantedOperation(request)),
  });
}

function byPath(service: Service, request: Request): Resolution {
  const match = service.route(request.head.method, request.path, request.query);
  if (match !== undefined) return resolved(service, service.model.protocol, request, match);
  return resolved(service, service.model.protocol, request, {
    absence: unknownOperation(service, wantedOperation(request)),
  });
}

function byTarget(service: Service, request: Request, target: string): Resolution {
  const contentType = request.head.headers["content-type"] ?? "";
  const native = service.model.protocol;
  // Clients say which of the two versions they speak; they differ in the answer's content type only.
  const spoken = contentType.includes("json-1.1")
    ? "awsJson1_1"
    : contentType.includes("json-1.0")
      ? "awsJson1_0"
      : native;
  const protocol = PROTOCOLS[spoken] === undefined ? "awsJson1_1" : spoken;
  const dot = target.lastIndexOf(".");
  const known = target.slice(0, dot) === service.model.target;
  const operation = known ? service.operation(target.slice(dot + 1)) : undefined;
  if (operation !== undefined) return resolved(service, protocol, request, { operation });
  return resolved(service, protocol, request, { absence: unknownOperation(service, wantedOperation(request)) });
}

function byForm(service: Service, request: Request): Resolution {
  const parameters = queryParameters(request);
  const action = parameters.get("Action")?.[0];
  const version = parameters.get("Version")?.[0] ?? service.model.apiVersion;
  const operation = version === service.model.apiVersion ? service.operation(action ?? "") : undefined;
  if (operation !== undefined) return resolved(service, "awsQuery", withQueue(request), { operation });
  const absence =
    action === undefined
      ? new AwsError("MissingAction", "The request must contain the parameter Action", { status: 400 })
      : new AwsError(
          "InvalidAction",
          `Could not find operation ${action.slice(0, 200)} for version ${version.slice(0, 20)}`,
          { status: 400 },
        );
  return resolved(service, "awsQuery", request, { absence });
}

/** The address counts as a parameter; one that is given by name comes after it and wins. */
function withQueue(request: Request): Request {
  const { path, query } = request;
  return QUEUE_PATH.test(path) ? { ...request, query: `QueueUrl=${encodeURIComponent(path)}&${query}` } : request;
}

function unknownOperation({ model }: Service, wanted: string): AwsError {
  return new AwsError("UnknownOperationException", `${model.title} has no operation for ${wanted}.`, { status: 404 });
}

function resolved(
  service: Service,
  protocolName: ProtocolName,
  { scope, query }: Request,
  found: { operation?: NamedOperation; labels?: readonly string[]; absence?: AwsError },
): Resolution {
  return {
    service,
    protocol: service.protocol(protocolName),
    protocolName,
    scope,
    operation: found.operation,
    labels: found.labels ?? [],
    query,
    absence: found.absence,
  };
}
