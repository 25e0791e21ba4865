/**
 * Sequence tokens are neither needed nor checked since 2023, but clients of before still read and send them, so that
 * one is given out that says nothing (`PutLogEvents`, CloudWatch Logs API reference).
 */
export const SEQUENCE_TOKEN: string = "4".padEnd(56, "9");
