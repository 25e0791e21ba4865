/** Kind and message of the errors of event invoke configs; a third word marks Hearth's own wording. */
export const EVENT_INVOKE_MESSAGES = {
  "no-event-invoke-setting": ["invalid", "You must specify at least one of error handling or destination setting."],
  "event-invoke-function-not-found": ["not-found", "The function doesn't exist."],
  "event-invoke-config-not-found": ["not-found", "The function {arn} doesn't have an EventInvokeConfig"],
  "own-destination": ["invalid", "You can't specify the function as a destination for itself."],
  "destination-not-found": ["invalid", "The destination ARN {arn} is invalid."],
  "bad-destinations": [
    "invalid",
    "The provided destination config DestinationConfig(onSuccess={onSuccess}, onFailure={onFailure}) is invalid.",
  ],
} as const;
