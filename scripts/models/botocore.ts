import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";

/** A use of a shape, with what its place adds. */
export interface BotocoreReference {
  readonly shape: string;
  readonly locationName?: string;
}

export interface BotocoreShape {
  readonly type: string;
  readonly members?: Readonly<Record<string, BotocoreReference>>;
  readonly required?: readonly string[];
  readonly member?: BotocoreReference;
  readonly key?: BotocoreReference;
  readonly value?: BotocoreReference;
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly sensitive?: boolean;
  readonly union?: boolean;
  readonly exception?: boolean;
  readonly document?: boolean;
}

export interface BotocoreOperation {
  readonly http: { readonly method: string; readonly requestUri: string };
  readonly input?: BotocoreReference;
  readonly output?: BotocoreReference;
  readonly errors?: readonly BotocoreReference[];
}

export interface BotocoreModel {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly operations: Readonly<Record<string, BotocoreOperation>>;
  readonly shapes: Readonly<Record<string, BotocoreShape>>;
}

/** The service-2 model below `folder`; `root` holds an unpacked botocore wheel. */
export function readBotocoreModel(root: string, folder: string): BotocoreModel {
  const file = path.join(root, "botocore", "data", folder, "service-2.json");
  const text = existsSync(file) ? readFileSync(file) : gunzipSync(readFileSync(`${file}.gz`));
  return JSON.parse(text.toString("utf8")) as BotocoreModel;
}

/** The version that the wheel states of itself. Throws when `root` holds no botocore. */
export function botocoreVersion(root: string): string {
  const source = readFileSync(path.join(root, "botocore", "__init__.py"), "utf8");
  const version = /__version__ = ['"]([^'"]+)['"]/.exec(source)?.[1];
  if (version === undefined) throw new Error(`no botocore version in ${root}; give the folder of an unpacked wheel`);
  return version;
}
