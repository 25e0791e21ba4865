import type { ListModel, MapModel, MemberModel, ServiceModel, StructureModel } from "../model.ts";
import { shapeOf } from "../model.ts";
import { textWriter } from "./text.ts";

/** Writes one element (or several, for flattened lists) named `name`. */
export type WriteXml = (name: string, value: unknown) => string;

const ENTITIES: Readonly<Record<string, string>> = {
  "<": "&lt;",
  ">": "&gt;",
  "&": "&amp;",
  '"': "&quot;",
  "\r": "&#xD;",
};

/** Escapes `text` for use inside an element; characters that XML cannot hold are replaced. */
export function escapeXml(text: string): string {
  return (
    text
      .replaceAll(/[<>&"\r]/g, (character) => ENTITIES[character] ?? character)
      // oxlint-disable-next-line no-control-regex
      .replaceAll(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "\ufffd")
  );
}

type Plain = Readonly<Record<string, unknown>>;

function isPlain(value: unknown): value is Plain {
  return typeof value === "object" && value !== null;
}

/** Compiles writers of XML from the shapes of one service; each shape once. */
export class XmlWriters {
  readonly #model: ServiceModel;
  readonly #compiled = new Map<string, WriteXml>();

  constructor(model: ServiceModel) {
    this.#model = model;
  }

  /** The content of an element for `structure`, without the element itself. */
  content(structure: StructureModel): (value: unknown) => string {
    const writers = Object.entries(structure.members).map(([name, member]) => ({
      name,
      element: member.xmlName ?? name,
      write: this.#member(member),
    }));
    return (value) => {
      if (!isPlain(value)) return "";
      let xml = "";
      for (const { name, element, write } of writers) {
        const content = value[name];
        if (content !== undefined && content !== null) xml += write(element, content);
      }
      return xml;
    };
  }

  #member(member: MemberModel): WriteXml {
    const flat = member.xmlFlattened === true;
    const key = `${member.shape} ${member.format ?? ""} ${flat ? "flat" : ""}`;
    const known = this.#compiled.get(key);
    if (known !== undefined) return known;
    let write: WriteXml | undefined;
    this.#compiled.set(key, (name, value) => write?.(name, value) ?? "");
    const shape = shapeOf(this.#model, member.shape);
    if (shape.type === "structure" || shape.type === "union") {
      const content = this.content({ ...shape, type: "structure" });
      write = (name, value) => `<${name}>${content(value)}</${name}>`;
    } else if (shape.type === "list") write = this.#list(shape, flat);
    else if (shape.type === "map") write = this.#map(shape, flat);
    else {
      const text = textWriter(this.#model, member, "date-time");
      write = (name, value) => `<${name}>${escapeXml(text(value))}</${name}>`;
    }
    this.#compiled.set(key, write);
    return write;
  }

  #list(shape: ListModel, flat: boolean): WriteXml {
    const write = this.#member(shape.member);
    const elementName = shape.member.xmlName ?? "member";
    return (name, value) => {
      const items: readonly unknown[] = Array.isArray(value) ? value : [];
      const xml = items.map((item) => write(flat ? name : elementName, item)).join("");
      return flat ? xml : `<${name}>${xml}</${name}>`;
    };
  }

  #map(shape: MapModel, flat: boolean): WriteXml {
    const writeKey = this.#member(shape.key);
    const writeValue = this.#member(shape.value);
    const entry = (key: string, value: unknown): string =>
      writeKey(shape.key.xmlName ?? "key", key) + writeValue(shape.value.xmlName ?? "value", value);
    return (name, value) => {
      const entries = Object.entries(isPlain(value) ? value : {}).filter(([, item]) => item !== undefined);
      const element = flat ? name : "entry";
      const xml = entries.map(([key, item]) => `<${element}>${entry(key, item)}</${element}>`).join("");
      return flat ? xml : `<${name}>${xml}</${name}>`;
    };
  }
}
