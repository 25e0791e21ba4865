import type { FieldConditions } from "./condition.ts";
import type { Branch } from "./read-pattern.ts";

/** What is asked of a field of the event and of what is in it. */
export interface MatchNode {
  readonly name: string;
  conditions: FieldConditions | undefined;
  /** In the order of their names. */
  readonly children: MatchNode[];
  /** Nothing below is asked to be there. */
  asksForAbsenceOnly: boolean;
}

/** The fields of a branch as the tree that an event is. */
export function matchTree(branch: Branch): MatchNode {
  const root = emptyNode("");
  for (const [path, conditions] of [...branch].toSorted(byPath)) {
    let node = root;
    for (const name of path.split(".")) node = childOf(node, name);
    node.conditions = conditions;
  }
  markAbsence(root);
  return root;
}

function byPath([one]: readonly [string, FieldConditions], [other]: readonly [string, FieldConditions]): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function emptyNode(name: string): MatchNode {
  return { name, conditions: undefined, children: [], asksForAbsenceOnly: true };
}

function childOf(node: MatchNode, name: string): MatchNode {
  const known = node.children.find((child) => child.name === name);
  if (known !== undefined) return known;
  const child = emptyNode(name);
  node.children.push(child);
  return child;
}

function markAbsence(node: MatchNode): boolean {
  const below = node.children.map(markAbsence).every(Boolean);
  const here = node.conditions === undefined || node.conditions.anyOf.length === 0;
  node.asksForAbsenceOnly = here && below;
  return node.asksForAbsenceOnly;
}
