import { AwsError } from "../../wire/index.ts";

/** 400 `ResourceNotFoundException`: there is no such group in this account and region. */
export function groupNotFound(): AwsError {
  return new AwsError("ResourceNotFoundException", "The specified log group does not exist.");
}

/** 400 `ResourceNotFoundException`: the group has no such stream. */
export function streamNotFound(): AwsError {
  return new AwsError("ResourceNotFoundException", "The specified log stream does not exist.");
}

export function groupExists(): AwsError {
  return new AwsError("ResourceAlreadyExistsException", "The specified log group already exists");
}

export function streamExists(): AwsError {
  return new AwsError("ResourceAlreadyExistsException", "The specified log stream already exists");
}

/** 400 `InvalidParameterException`. */
export function invalidParameter(message: string): AwsError {
  return new AwsError("InvalidParameterException", message);
}

export function invalidToken(): AwsError {
  return invalidParameter("The specified nextToken is invalid.");
}
