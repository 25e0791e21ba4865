import { changeVisibility, checkedChange } from "../messages/visibility.ts";
import { type Operation, requestedQueue, type SqsDependencies } from "../operation.ts";

/** Makes a message that was received visible earlier or later. */
export function changeMessageVisibility(dependencies: SqsDependencies): Operation<"ChangeMessageVisibility"> {
  return async (input, context) => {
    const queue = await requestedQueue(dependencies, input, context);
    const nowMs = dependencies.clock.nowMs();
    const change = { ...checkedChange(queue, input, nowMs), given: input };
    const [failure] = await changeVisibility(dependencies, queue, [change], nowMs);
    if (failure !== undefined) throw failure;
  };
}
