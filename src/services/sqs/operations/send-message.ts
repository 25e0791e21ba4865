import { checkedMessage, checkSize } from "../messages/message-check.ts";
import { sendChecked } from "../messages/sending.ts";
import { type Operation, requestedQueue, type SqsDependencies } from "../operation.ts";

export function sendMessage(dependencies: SqsDependencies): Operation<"SendMessage"> {
  const { clock, random } = dependencies;
  return async (input, context) => {
    const queue = await requestedQueue(dependencies, input, context);
    const nowMs = clock.nowMs();
    const checked = checkedMessage(queue, input, { nowMs, senderId: context.caller.userId, random });
    checkSize(queue, checked);
    const [sent] = await sendChecked(dependencies, queue, [checked], nowMs);
    return sent ?? {};
  };
}
