/**
 * The id of the one zone that this machine stands for: the region's name made short, as AWS makes it, with `-az1`:
 * `us-east-1` is `use1-az1`, `ap-southeast-2` is `apse2-az1` (AWS RAM user guide, "Availability Zone IDs").
 */
export function availabilityZoneId(region: string): string {
  const [area = "", ...words] = region.split("-");
  return `${area}${words.map(short).join("")}-az1`;
}

function short(word: string): string {
  const [, first, second] = /^(north|south)(east|west)$/.exec(word) ?? [];
  if (first !== undefined && second !== undefined) return first.charAt(0) + second.charAt(0);
  return /^\d+$/.test(word) ? word : word.charAt(0);
}
