import type { Scope } from "../../base/index.ts";

/** `arn:aws:logs:REGION:ACCOUNT:log-group:NAME`: what `logGroupArn` and the tagging operations use. */
export function logGroupArn(scope: Scope, name: string): string {
  return `arn:aws:logs:${scope.region}:${scope.accountId}:log-group:${name}`;
}

/** The same with `:*`: what `arn` has and policies name. */
export function logGroupWildcardArn(scope: Scope, name: string): string {
  return `${logGroupArn(scope, name)}:*`;
}

/** `arn:aws:logs:REGION:ACCOUNT:log-group:NAME:log-stream:STREAM`. */
export function logStreamArn(scope: Scope, group: string, stream: string): string {
  return `${logGroupArn(scope, group)}:log-stream:${stream}`;
}

const GROUP_ARN = /^arn:aws[\w-]*:logs:([a-z0-9-]+):(\d{12}):log-group:([.\-_/#A-Za-z0-9]{1,512})(:\*)?$/;

/** The name of the group that an ARN, with or without `:*`, names in this scope; undefined when it names none of it. */
export function groupNameOfArn(scope: Scope, arn: string): string | undefined {
  const [, region, accountId, name] = GROUP_ARN.exec(arn) ?? [];
  return region === scope.region && accountId === scope.accountId ? name : undefined;
}
