import type { LambdaModel } from "../../wire/index.ts";
import type { CodeSettings, FunctionSettings } from "../function-record.ts";

type Code = Pick<CodeSettings, "sha256" | "image">;

/** `CodeSha256`: of a zip in base64, of an image in hexadecimal digits. */
export function codeSha256({ sha256, image }: Code): string {
  return image === undefined ? Buffer.from(sha256, "hex").toString("base64") : sha256;
}

/** How the settings of an image are answered; nothing where there are none. */
export function imageMembers({ image }: Pick<FunctionSettings, "image">): LambdaModel.FunctionConfiguration {
  if (image === undefined || image === null) return {};
  const { entryPoint, command, workingDirectory } = image;
  return {
    ImageConfigResponse: {
      ImageConfig: {
        ...(entryPoint === undefined ? {} : { EntryPoint: entryPoint }),
        ...(command === undefined ? {} : { Command: command }),
        ...(workingDirectory === undefined ? {} : { WorkingDirectory: workingDirectory }),
      },
    },
  };
}

/** Where GetFunction says that an image is. What a tag stands for is not known, so it is not said. */
export function imageLocation({ uri, digest }: NonNullable<CodeSettings["image"]>): LambdaModel.FunctionCodeLocation {
  const resolved = digest === null ? {} : { ResolvedImageUri: uri };
  return { RepositoryType: "ECR", ImageUri: uri, ...resolved };
}
