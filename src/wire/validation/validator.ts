import type {
  ListModel,
  MapModel,
  MemberModel,
  ServiceModel,
  ShapeModel,
  SimpleModel,
  StructureModel,
} from "../model.ts";
import { isSimple, shapeOf } from "../model.ts";
import type { Constraint } from "./constraints.ts";
import { NOT_NULL, boundConstraints, decimalText, isDecimal, simpleConstraints } from "./constraints.ts";
import { shownValue } from "./shown-value.ts";

/** Adds to `violations` what is wrong with `value`, which stands at `path` of the input. */
export type Validate = (value: unknown, path: string, violations: string[]) => void;

type Plain = Readonly<Record<string, unknown>>;

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function violation(value: unknown, path: string, text: string, sensitive = false): string {
  return `Value${shownValue(value, sensitive)} at '${path}' failed to satisfy constraint: ${text}`;
}

/** Everything a plain value must be, as AWS lists it when the value stands in a list or map. */
function elementConstraints(model: ServiceModel, member: MemberModel): readonly Constraint[] {
  const shape = shapeOf(model, member.shape);
  return isSimple(shape) ? simpleConstraints(shape) : [];
}

function allHold(constraints: readonly Constraint[], value: unknown): boolean {
  return constraints.every(({ holds }) => holds(value));
}

function listed(constraints: readonly Constraint[], nullable: boolean): string {
  const texts = constraints.map(({ text }) => text);
  return `[${(nullable ? texts : [...texts, NOT_NULL]).join(", ")}]`;
}

function withDecimals(map: Plain): Plain {
  return Object.fromEntries(
    Object.entries(map).map(([key, value]) => [key, typeof value === "number" ? decimalText(value) : value]),
  );
}

/** Compiles the checks of a service's inputs (Smithy constraint traits; texts as the services send them). */
export class Validators {
  readonly #model: ServiceModel;
  /** Undefined: nothing to check. */
  readonly #compiled = new Map<string, Validate | undefined>();

  constructor(model: ServiceModel) {
    this.#model = model;
  }

  shape(name: string): Validate | undefined {
    if (this.#compiled.has(name)) return this.#compiled.get(name);
    // Shapes may contain themselves: whoever asks while this one is being compiled gets a reference to the result.
    let validate: Validate | undefined;
    this.#compiled.set(name, (value, path, violations) => validate?.(value, path, violations));
    validate = this.#compile(shapeOf(this.#model, name));
    this.#compiled.set(name, validate);
    return validate;
  }

  #compile(shape: ShapeModel): Validate | undefined {
    if (shape.type === "structure" || shape.type === "union") return this.#structure(shape);
    if (shape.type === "list") return this.#list(shape);
    if (shape.type === "map") return this.#map(shape);
    return isSimple(shape) ? this.#simple(shape) : undefined;
  }

  #simple(shape: SimpleModel): Validate | undefined {
    const constraints = simpleConstraints(shape);
    if (constraints.length === 0) return undefined;
    // AWS names the pattern before the length of one and the same value.
    const ordered = constraints.toSorted(
      (a, b) => Number(b.text.includes("pattern")) - Number(a.text.includes("pattern")),
    );
    return (value, path, violations) => {
      for (const { text, holds } of ordered)
        if (!holds(value)) violations.push(violation(value, path, text, shape.sensitive));
    };
  }

  #structure(shape: StructureModel): Validate | undefined {
    const checks = Object.entries(shape.members)
      .map(([name, member]) => ({
        name,
        path: lowerFirst(name),
        required: shape.required?.includes(name) === true,
        validate: this.shape(member.shape),
      }))
      .filter(({ required, validate }) => required || validate !== undefined);
    if (checks.length === 0) return undefined;
    return (value, path, violations) => {
      const source = value as Plain;
      const prefix = path === "" ? "" : `${path}.`;
      for (const check of checks) {
        const content = source[check.name];
        if (content !== undefined && content !== null) check.validate?.(content, prefix + check.path, violations);
        else if (check.required) violations.push(violation(null, prefix + check.path, NOT_NULL));
      }
    };
  }

  #list(shape: ListModel): Validate {
    const bounds = boundConstraints(shape, "Member must have length");
    const constraints = elementConstraints(this.#model, shape.member);
    const nested = constraints.length > 0 ? undefined : this.shape(shape.member.shape);
    const nullable = shape.sparse === true;
    const text = `Member must satisfy constraint: ${listed(constraints, nullable)}`;
    const fine = (item: unknown): boolean =>
      item === undefined || item === null ? nullable : allHold(constraints, item);
    return (value, path, violations) => {
      const items = value as readonly unknown[];
      for (const bound of bounds)
        if (!bound.holds(items)) violations.push(violation(items, path, bound.text, shape.sensitive));
      if (!items.every(fine)) violations.push(violation(items, path, text, shape.sensitive));
      for (const [index, item] of items.entries())
        if (item !== undefined && item !== null) nested?.(item, `${path}.${index + 1}.member`, violations);
    };
  }

  #map(shape: MapModel): Validate | undefined {
    const bounds = boundConstraints(shape, "Member must have length");
    const keys = elementConstraints(this.#model, shape.key);
    const values = elementConstraints(this.#model, shape.value);
    const nested = values.length > 0 ? undefined : this.shape(shape.value.shape);
    const decimal = isDecimal(shapeOf(this.#model, shape.value.shape));
    if (bounds.length + keys.length + values.length === 0 && nested === undefined) return undefined;
    const keyText = `Map keys must satisfy constraint: ${listed(keys, false)}`;
    const valueText = `Map value must satisfy constraint: ${listed(values, shape.sparse === true)}`;
    return (value, path, violations) => {
      const map = value as Plain;
      const fail = (text: string): number =>
        violations.push(violation(decimal ? withDecimals(map) : map, path, text, shape.sensitive));
      for (const bound of bounds) if (!bound.holds(map)) fail(bound.text);
      if (!Object.keys(map).every((key) => allHold(keys, key))) fail(keyText);
      if (!Object.values(map).every((item) => item === null || allHold(values, item))) fail(valueText);
      if (nested === undefined) return;
      for (const [key, item] of Object.entries(map))
        if (item !== null) nested(item, `${path}.${key}.member`, violations);
    };
  }
}

/** The message for `violations`, which must not be empty. */
export function violationMessage(violations: readonly string[]): string {
  const count = violations.length;
  return `${count} validation error${count === 1 ? "" : "s"} detected: ${violations.join("; ")}`;
}
