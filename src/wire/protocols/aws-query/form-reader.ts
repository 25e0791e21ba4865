import { textReader } from "../../codec/text.ts";
import type { ListModel, MapModel, MemberModel, ServiceModel, StructureModel } from "../../model.ts";
import { shapeOf } from "../../model.ts";

/** A form, its dotted names unfolded: `A.member.1=x` becomes a tree of three levels. */
export interface FormNode {
  text: string | undefined;
  readonly children: Map<string, FormNode>;
}

type ReadForm = (node: FormNode) => unknown;

/** Names nested deeper than any model goes are not unfolded further. */
const DEPTH_MAX = 64;

function emptyNode(): FormNode {
  return { text: undefined, children: new Map() };
}

/** Unfolds the parameters of a form; of a repeated name the last value counts. */
export function formTree(parameters: ReadonlyMap<string, readonly string[]>): FormNode {
  const root = emptyNode();
  for (const [name, values] of parameters) {
    let node = root;
    for (const part of name.split(".", DEPTH_MAX)) {
      let child = node.children.get(part);
      if (child === undefined) node.children.set(part, (child = emptyNode()));
      node = child;
    }
    node.text = values.at(-1);
  }
  return root;
}

function numbered(node: FormNode): readonly FormNode[] {
  return [...node.children]
    .filter(([key]) => /^\d{1,9}$/.test(key))
    .toSorted(([a], [b]) => Number(a) - Number(b))
    .map(([, child]) => child);
}

/** Compiles readers of Query forms from the shapes of one service; each shape once. */
export class FormReaders {
  readonly #model: ServiceModel;
  readonly #compiled = new Map<string, ReadForm>();

  constructor(model: ServiceModel) {
    this.#model = model;
  }

  structure(structure: StructureModel): (node: FormNode) => Record<string, unknown> {
    const readers = Object.entries(structure.members).map(([name, member]) => ({
      name,
      key: member.xmlName ?? name,
      read: this.#member(member),
    }));
    return (node) => {
      const result: Record<string, unknown> = {};
      for (const { name, key, read } of readers) {
        const child = node.children.get(key);
        if (child !== undefined) result[name] = read(child);
      }
      return result;
    };
  }

  #member(member: MemberModel): ReadForm {
    const flat = member.xmlFlattened === true;
    const key = flat ? `${member.shape} flat` : member.shape;
    const known = this.#compiled.get(key);
    if (known !== undefined) return known;
    let read: ReadForm | undefined;
    this.#compiled.set(key, (node) => read?.(node));
    const shape = shapeOf(this.#model, member.shape);
    if (shape.type === "structure" || shape.type === "union") read = this.structure({ ...shape, type: "structure" });
    else if (shape.type === "list") read = this.#list(shape, flat);
    else if (shape.type === "map") read = this.#map(shape, flat);
    else {
      const text = textReader(this.#model, member);
      read = (node) => text(node.text ?? "");
    }
    this.#compiled.set(key, read);
    return read;
  }

  #list(shape: ListModel, flat: boolean): ReadForm {
    const read = this.#member(shape.member);
    const name = shape.member.xmlName ?? "member";
    return (node) => {
      // Clients disagree on whether lists are flattened; what is there tells.
      const items = flat ? node : (node.children.get(name) ?? node.children.get("member") ?? node);
      return numbered(items).map((item) => read(item));
    };
  }

  #map(shape: MapModel, flat: boolean): ReadForm {
    const key = shape.key.xmlName ?? "key";
    const value = shape.value.xmlName ?? "value";
    const read = this.#member(shape.value);
    return (node) => {
      const entries = numbered(flat ? node : (node.children.get("entry") ?? node));
      return Object.fromEntries(
        entries.map((entry) => [entry.children.get(key)?.text ?? "", read(entry.children.get(value) ?? emptyNode())]),
      );
    };
  }
}
