export type { GuestError, GuestHost, GuestResponse, NextInvocation } from "./guest-host.ts";
