import { parseQuery } from "../../codec/percent.ts";
import { XmlWriters, escapeXml } from "../../codec/xml-writer.ts";
import type { WireResponse } from "../../dispatcher.ts";
import type { ServiceModel } from "../../model.ts";
import { structureOf } from "../../model.ts";
import type { AwsError } from "../../operation.ts";
import { errorFacts } from "../error-facts.ts";
import type { NamedOperation, Protocol, ProtocolRequest } from "../protocol.ts";
import type { FormNode } from "./form-reader.ts";
import { FormReaders, formTree } from "./form-reader.ts";

/** Codes that Query services have other words for. */
const QUERY_CODES: Readonly<Record<string, string>> = { SerializationException: "MalformedInput" };

type ReadForm = (node: FormNode) => Record<string, unknown>;
type WriteContent = (value: unknown) => string;

/** Parameters of a Query request: those of the URL and, for POST, those of the body, which win. */
export function queryParameters({ query, body }: Pick<ProtocolRequest, "query" | "body">): Map<string, string[]> {
  const parameters = parseQuery(query);
  for (const [name, values] of parseQuery(Buffer.from(body).toString("utf8").trim())) parameters.set(name, values);
  return parameters;
}

/** Smithy: AWS Query protocol. A form in, XML out. */
class AwsQuery implements Protocol {
  readonly #model: ServiceModel;
  readonly #forms: FormReaders;
  readonly #xml: XmlWriters;
  readonly #readers = new Map<string, ReadForm>();
  readonly #writers = new Map<string, WriteContent>();

  constructor(model: ServiceModel) {
    this.#model = model;
    this.#forms = new FormReaders(model);
    this.#xml = new XmlWriters(model);
  }

  readInput({ name, model }: NamedOperation, request: ProtocolRequest): Record<string, unknown> {
    let read = this.#readers.get(name);
    if (read === undefined)
      this.#readers.set(name, (read = this.#forms.structure(structureOf(this.#model, model.input))));
    return read(formTree(queryParameters(request)));
  }

  writeOutput({ name, model }: NamedOperation, output: unknown, requestId: string): WireResponse {
    let write = this.#writers.get(name);
    if (write === undefined)
      this.#writers.set(name, (write = this.#xml.content(structureOf(this.#model, model.output))));
    const result = model.output === undefined ? "" : `<${name}Result>${write(output)}</${name}Result>`;
    const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
    return this.#answer(200, requestId, `${name}Response`, `${result}${metadata}`);
  }

  writeError(error: AwsError, requestId: string): WireResponse {
    const { code, queryCode, status, fault, shape, values } = errorFacts(this.#model, error);
    const others = Object.fromEntries(
      Object.entries(shape?.members ?? {}).filter(([name]) => !/^(message|code)$/i.test(name)),
    );
    const extra = this.#xml.content({ type: "structure", members: others })(values);
    const fields = [
      `<Type>${fault === "client" ? "Sender" : "Receiver"}</Type>`,
      `<Code>${escapeXml(QUERY_CODES[code] ?? queryCode)}</Code>`,
      `<Message>${escapeXml(error.message)}</Message>`,
      extra,
    ];
    const body = `<Error>${fields.join("")}</Error><RequestId>${requestId}</RequestId>`;
    const answer = this.#answer(status, requestId, "ErrorResponse", body);
    return { ...answer, headers: { ...answer.headers, ...error.headers } };
  }

  #answer(status: number, requestId: string, element: string, content: string): WireResponse {
    const namespace = escapeXml(this.#model.xmlNamespace ?? "");
    return {
      status,
      headers: { "x-amzn-RequestId": requestId, "Content-Type": "text/xml" },
      body: Buffer.from(`<${element} xmlns="${namespace}">${content}</${element}>`),
    };
  }
}

export function awsQuery(model: ServiceModel): Protocol {
  return new AwsQuery(model);
}
