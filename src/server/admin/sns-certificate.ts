import type { SnsService } from "../../services/sns/index.ts";
import { CERTIFICATE_PATH } from "../../services/sns/index.ts";
import { type AdminRoute, problem } from "./admin-route.ts";

/** The certificate that `SigningCertURL` of SNS messages leads to; anybody may verify a message. */
export function snsCertificateRoute(sns: Pick<SnsService, "certificate">): AdminRoute {
  return {
    method: "GET",
    path: `${CERTIFICATE_PATH}:name`,
    guarded: false,
    answer: async ({ parameter }) => {
      const certificate = await sns.certificate(parameter);
      if (certificate === undefined) return problem(404, "NoSuchCertificate", `there is no certificate ${parameter}`);
      return { status: 200, headers: { "Content-Type": "application/x-pem-file" }, body: Buffer.from(certificate) };
    },
  };
}
