import type { FieldConditions } from "./condition.ts";
import type { Branch } from "./read-pattern.ts";

/** What is asked of a field of the event and of what is in it. */
export interface MatchNode {
  readonly name: string;
  conditions: FieldConditions | undefined;
  /** In the order of their names. */
  readonly children: MatchNode[];
  /** The same, those first that cost least to look at. */
  cheapestFirst: readonly MatchNode[];
  /** Nothing below is asked to be there. */
  asksForAbsenceOnly: boolean;
  /** The children before the first that asks for something to be there, and those from it on. */
  ofEveryInList: readonly MatchNode[];
  ofOneInList: readonly MatchNode[];
}

/** The fields of a branch as the tree that an event is. */
export function matchTree(branch: Branch): MatchNode {
  const root = emptyNode("");
  for (const [path, conditions] of [...branch].toSorted(byPath)) {
    let node = root;
    for (const name of path.split(".")) node = childOf(node, name);
    node.conditions = conditions;
  }
  complete(root);
  return root;
}

function byPath([one]: readonly [string, FieldConditions], [other]: readonly [string, FieldConditions]): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function emptyNode(name: string): MatchNode {
  return {
    name,
    conditions: undefined,
    children: [],
    cheapestFirst: [],
    asksForAbsenceOnly: true,
    ofEveryInList: [],
    ofOneInList: [],
  };
}

function childOf(node: MatchNode, name: string): MatchNode {
  const known = node.children.find((child) => child.name === name);
  if (known !== undefined) return known;
  const child = emptyNode(name);
  node.children.push(child);
  return child;
}

/** Fills in what follows from the conditions. */
function complete(node: MatchNode): void {
  for (const child of node.children) complete(child);
  const asksForValues = node.conditions !== undefined && node.conditions.anyOf.length > 0;
  node.asksForAbsenceOnly = !asksForValues && node.children.every((child) => child.asksForAbsenceOnly);
  const first = node.children.findIndex((child) => !child.asksForAbsenceOnly);
  node.ofEveryInList = first === -1 ? node.children : node.children.slice(0, first);
  node.ofOneInList = first === -1 ? [] : node.children.slice(first);
  node.cheapestFirst = node.children.toSorted((one, other) => one.children.length - other.children.length);
}
