/** Operators of conditions (AWS IAM user guide, "IAM JSON policy elements: Condition operators"). */
const OPERATORS: ReadonlySet<string> = new Set(
  [
    "StringEquals StringNotEquals StringEqualsIgnoreCase StringNotEqualsIgnoreCase StringLike StringNotLike",
    "NumericEquals NumericNotEquals NumericLessThan NumericLessThanEquals NumericGreaterThan NumericGreaterThanEquals",
    "DateEquals DateNotEquals DateLessThan DateLessThanEquals DateGreaterThan DateGreaterThanEquals",
    "ArnEquals ArnNotEquals ArnLike ArnNotLike",
    "Bool BinaryEquals IpAddress NotIpAddress Null",
  ].flatMap((names) => names.split(" ")),
);

/** Whether IAM knows this operator, with or without a set prefix or `IfExists`. */
export function isConditionOperator(name: string): boolean {
  const plain = name.replace(/^For(?:AllValues|AnyValue):/, "");
  const base = plain.replace(/IfExists$/, "");
  return OPERATORS.has(base) && (base === plain || base !== "Null");
}
