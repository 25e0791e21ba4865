import type { Clock } from "../base/index.ts";
import { type DataFolder, DataFolderError, openDataFolder } from "../store/data-folder/index.ts";
import { lockFile } from "../store/sqlite/index.ts";
import type { Dispatcher } from "../wire/index.ts";
import type { ServerConfig } from "./config.ts";
import { browserGate } from "./listener/browser-gate.ts";
import { LISTENER_LIMITS } from "./listener/listener-limits.ts";
import { Listener } from "./listener/listener.ts";
import { authority } from "./loopback.ts";
import { listenFailure, StartError } from "./start-error.ts";
import type { Undo } from "./undo.ts";

export interface ClaimOptions {
  readonly config: ServerConfig;
  readonly clock: Clock;
  readonly report: (error: unknown) => void;
}

/** What only one server can have: the data folder and the port. */
export interface Claim {
  readonly folder: DataFolder;
  readonly listener: Listener;
  readonly endpoint: string;
  /** Answers the requests that came meanwhile, and all that come. */
  answerWith(dispatcher: Dispatcher): void;
}

/** Takes both or, with an error that says who has it, neither. */
export async function claimPlace({ config, clock, report }: ClaimOptions, undo: Undo): Promise<Claim> {
  const folder = await openFolder(config.dataFolder);
  undo.defer(() => folder.release());
  const dispatcher = Promise.withResolvers<Dispatcher>();
  const listener = new Listener({
    dispatcher: dispatcher.promise,
    gate: config.auth === "off" ? browserGate : () => undefined,
    clock,
    limits: LISTENER_LIMITS,
    onFailure: report,
  });
  const port = await listener.start(config.host, config.port).catch((error: unknown) => {
    throw listenFailure(error, config);
  });
  undo.defer((graceMs) => listener.stop(graceMs));
  return { folder, listener, endpoint: `http://${authority(config.host, port)}`, answerWith: dispatcher.resolve };
}

/** The message of a `DataFolderError` names the cure. */
async function openFolder(path: string): Promise<DataFolder> {
  try {
    return await openDataFolder(path, { lock: lockFile });
  } catch (error) {
    throw error instanceof DataFolderError ? new StartError(error.message, undefined, { cause: error }) : error;
  }
}
