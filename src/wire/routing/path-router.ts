import { parseQuery, percentDecode } from "../codec/percent.ts";
import type { NamedOperation } from "../protocols/protocol.ts";

export interface RouteMatch {
  readonly operation: NamedOperation;
  /** Values of the labels, percent-encoded, in the order of the template. */
  readonly labels: readonly string[];
}

interface Route {
  readonly operation: NamedOperation;
  /** Parameters of the template itself (`?List=ALL`), which tell apart operations that share a path. */
  readonly parameters: readonly (readonly [name: string, value: string])[];
}

interface Node {
  readonly literals: Map<string, Node>;
  label: Node | undefined;
  /** After a label that takes several segments, `{Name+}`. */
  greedy: Node | undefined;
  routes: readonly Route[];
}

function node(): Node {
  return { literals: new Map(), label: undefined, greedy: undefined, routes: [] };
}

/** `x-id` names the operation for people who read logs and decides nothing. */
function fixedParameters(query: string | undefined): Route["parameters"] {
  return [...parseQuery(query ?? "")]
    .filter(([name]) => name !== "x-id")
    .map(([name, values]) => [name, values[0] ?? ""]);
}

function childOf(parent: Node, segment: string): Node {
  if (segment.startsWith("{")) return segment.endsWith("+}") ? (parent.greedy ??= node()) : (parent.label ??= node());
  const known = parent.literals.get(segment);
  if (known !== undefined) return known;
  const child = node();
  parent.literals.set(segment, child);
  return child;
}

/** Finds operations by method, path and fixed query parameters. Literals win over labels, labels over greedy ones. */
export class PathRouter {
  readonly #byMethod = new Map<string, Node>();

  add(operation: NamedOperation): void {
    if (operation.model.http === undefined) return;
    const [method, uri] = operation.model.http;
    const [path = "", query] = uri.split("?");
    let current = this.#byMethod.get(method);
    if (current === undefined) this.#byMethod.set(method, (current = node()));
    for (const segment of segmentsOf(path)) current = childOf(current, segment);
    const routes = [...current.routes, { operation, parameters: fixedParameters(query) }];
    current.routes = routes.toSorted((a, b) => b.parameters.length - a.parameters.length);
  }

  /** `path` and `query` as sent. A slash at the end is ignored, as older clients send one. */
  match(method: string, path: string, query: string): RouteMatch | undefined {
    const root = this.#byMethod.get(method);
    return root === undefined ? undefined : walk(root, segmentsOf(path), 0, [], query);
  }
}

function segmentsOf(path: string): readonly string[] {
  const segments = path.split("/");
  segments.shift();
  if (segments.at(-1) === "") segments.pop();
  return segments;
}

function choose(routes: readonly Route[], query: string): Route | undefined {
  return routes.find(({ parameters }) => parameters.every(([name, value]) => hasParameter(query, name, value)));
}

function hasParameter(query: string, name: string, value: string): boolean {
  return query.split("&").some((part) => {
    const equals = part.indexOf("=");
    const key = equals < 0 ? part : part.slice(0, equals);
    return key === name && (value === "" || (equals >= 0 && percentDecode(part.slice(equals + 1)) === value));
  });
}

function walk(
  current: Node,
  segments: readonly string[],
  index: number,
  labels: readonly string[],
  query: string,
): RouteMatch | undefined {
  const segment = segments[index];
  if (segment === undefined) {
    const route = choose(current.routes, query);
    return route === undefined ? undefined : { operation: route.operation, labels };
  }
  const literal = current.literals.get(segment);
  const exact = literal === undefined ? undefined : walk(literal, segments, index + 1, labels, query);
  if (exact !== undefined) return exact;
  if (current.label !== undefined && segment !== "") {
    const labelled = walk(current.label, segments, index + 1, [...labels, segment], query);
    if (labelled !== undefined) return labelled;
  }
  return current.greedy === undefined ? undefined : walkGreedy(current.greedy, segments, index, labels, query);
}

/** Gives the greedy label as much as possible, and back what the rest of the template needs. */
function walkGreedy(
  after: Node,
  segments: readonly string[],
  index: number,
  labels: readonly string[],
  query: string,
): RouteMatch | undefined {
  for (let end = segments.length; end > index; end--) {
    const value = segments.slice(index, end).join("/");
    const found = walk(after, segments, end, [...labels, value], query);
    if (found !== undefined) return found;
  }
  return undefined;
}
