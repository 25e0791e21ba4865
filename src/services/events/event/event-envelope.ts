/** What an event is made of (Amazon EventBridge user guide, "Events"). */
export interface EventParts {
  readonly id: string;
  readonly detailType: string;
  readonly source: string;
  readonly account: string;
  readonly timeMs: number;
  readonly region: string;
  readonly resources: readonly string[];
  /** Minified JSON of an object. */
  readonly detailJson: string;
}

/** The event as targets get it: the members in the order of AWS, the detail as its sender wrote it. */
export function eventJson(parts: EventParts): string {
  const members = [
    `"version":"0"`,
    `"id":${JSON.stringify(parts.id)}`,
    `"detail-type":${JSON.stringify(parts.detailType)}`,
    `"source":${JSON.stringify(parts.source)}`,
    `"account":${JSON.stringify(parts.account)}`,
    `"time":"${isoSeconds(parts.timeMs)}"`,
    `"region":${JSON.stringify(parts.region)}`,
    `"resources":${JSON.stringify(parts.resources)}`,
    `"detail":${parts.detailJson}`,
  ];
  return `{${members.join(",")}}`;
}

/** e.g. `2015-11-11T21:29:54Z`. */
export function isoSeconds(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19)}Z`;
}
