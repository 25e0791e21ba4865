import { matchesNode } from "./matches-node.ts";
import { matchTree } from "./match-node.ts";
import { PreparedEvent } from "./prepared-event.ts";
import { readPattern } from "./read-pattern.ts";

/** A pattern, ready to be held against any number of events. */
export interface EventPattern {
  /** `event` is parsed JSON, or prepared once when there are many patterns. */
  matches(event: unknown): boolean;
  /** The operators in it, e.g. `prefix`; those within `anything-but` as `anything-but wildcard`. */
  readonly operators: ReadonlySet<string>;
}

/**
 * Compiles the JSON text of an event pattern: the language of EventBridge rules, of event source mappings' filters and of
 * pipes (Amazon EventBridge user guide, "Event patterns" and "Comparison operators"). Throws `EventPatternError`.
 */
export function compileEventPattern(text: string): EventPattern {
  const { branches, operators } = readPattern(text);
  const trees = branches.map(matchTree);
  return {
    matches: (event) => {
      const { root } = event instanceof PreparedEvent ? event : new PreparedEvent(event);
      return trees.some((tree) => matchesNode(tree, root));
    },
    operators,
  };
}
