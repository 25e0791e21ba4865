export type {
  ExtensionErrorPhase,
  ExtensionEvent,
  ExtensionEventType,
  ExtensionRefusal,
  ExtensionRegistration,
  ExtensionsHost,
  RegisteredExtension,
} from "./extensions-host.ts";
export type { Buffering, Destination, SchemaVersion, Subscription, TelemetryType } from "./subscription.ts";
export type {
  GuestCredentialSource,
  GuestError,
  GuestHost,
  GuestMetadata,
  GuestResponse,
  Handover,
  NextInvocation,
  ResponseSink,
  RoleCredentials,
} from "./guest-host.ts";
export type { RuntimeApiHandle, RuntimeApiOptions } from "./serve-runtime-api.ts";
export { serveRuntimeApi } from "./serve-runtime-api.ts";
export { InvalidSubscription } from "./subscription.ts";
