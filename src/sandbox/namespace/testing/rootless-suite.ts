// The conformance suite of the rootless tier, run by `namespace-rootless.test.ts` as an ordinary user.
// HEARTH_TEST_LACKS and HEARTH_TEST_OUTSIDE say in JSON what the machine lacks, and where the server outside is.
import type { ConformanceSubject } from "../../conformance.ts";
import { sandboxConformance } from "../../conformance.ts";
import { namespaceSubject } from "./namespace-subject.ts";

const lacks = JSON.parse(process.env["HEARTH_TEST_LACKS"] ?? "{}") as ConformanceSubject["lacks"];
const outside = JSON.parse(process.env["HEARTH_TEST_OUTSIDE"] ?? "null") as { address: string; port: number } | null;
sandboxConformance(namespaceSubject("namespace-rootless", lacks, () => outside ?? undefined));
