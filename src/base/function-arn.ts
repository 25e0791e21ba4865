/** Where a resource lives. Regions and accounts are strictly apart. */
export interface Scope {
  readonly accountId: string;
  readonly region: string;
}

/** `arn:aws:lambda:REGION:ACCOUNT:function:NAME`, followed by `:QUALIFIER` when one is given. */
export function functionArn(scope: Scope, functionName: string, qualifier?: string): string {
  const arn = `arn:aws:lambda:${scope.region}:${scope.accountId}:function:${functionName}`;
  return qualifier === undefined ? arn : `${arn}:${qualifier}`;
}
