import type { ProtocolName } from "../model.ts";
import { awsJson } from "./aws-json/aws-json.ts";
import { awsQuery } from "./aws-query/aws-query.ts";
import type { ProtocolFactory } from "./protocol.ts";
import { restJson } from "./rest/rest-json.ts";

/** Every wire format that is there. A further one is one more file and one more line. */
export const PROTOCOLS: Readonly<Partial<Record<ProtocolName, ProtocolFactory>>> = {
  restJson1: restJson,
  awsJson1_0: awsJson("1.0"),
  awsJson1_1: awsJson("1.1"),
  awsQuery,
};
