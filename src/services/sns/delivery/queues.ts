/** The queue of deliveries that need no order. Its lanes are subscriptions, so that none holds up another. */
export const DELIVERY_QUEUE = "sns";
/** One piece of work for each message of a FIFO topic and subscription: to look after its lane. */
export const ORDERED_QUEUE = "sns-ordered";
