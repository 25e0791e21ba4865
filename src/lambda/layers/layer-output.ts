import type { LambdaModel } from "../../wire/index.ts";
import type { CodeLocations } from "../code-locations.ts";
import { signingMembers } from "../code-signing/signing-output.ts";
import { layerArn, layerVersionArn, type LayerVersionRecord } from "./layer-record.ts";

/** A version as lists show it. Members that were not given are left out; empty lists that were given are not. */
export function listedLayerVersion(record: LayerVersionRecord): LambdaModel.LayerVersionsListItem {
  const { name, version, description, licenseInfo, runtimes, architectures, createdMs } = record;
  return {
    LayerVersionArn: layerVersionArn(record, name, version),
    Version: version,
    Description: description,
    CreatedDate: new Date(createdMs).toISOString().replace("Z", "+0000"),
    ...(runtimes === null ? {} : { CompatibleRuntimes: runtimes }),
    ...(architectures === null ? {} : { CompatibleArchitectures: architectures }),
    ...(licenseInfo === null ? {} : { LicenseInfo: licenseInfo }),
  };
}

/** A version as GetLayerVersion and PublishLayerVersion answer it, with a link to its zip that is valid for 10 minutes. */
export function layerVersionOutput(
  record: LayerVersionRecord,
  locations: CodeLocations,
  origin: string,
): LambdaModel.GetLayerVersionResponse {
  const { sha256, zipBytes } = record.code;
  return {
    Content: {
      Location: locations.sign(origin, sha256),
      CodeSha256: Buffer.from(sha256, "hex").toString("base64"),
      CodeSize: zipBytes,
      ...signingMembers(record.code),
    },
    LayerArn: layerArn(record, record.name),
    ...listedLayerVersion(record),
  };
}
