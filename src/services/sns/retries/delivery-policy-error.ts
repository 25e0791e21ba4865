/** A delivery policy that is refused; the message is what follows `DeliveryPolicy: ` in the answer. */
export class DeliveryPolicyError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "DeliveryPolicyError";
  }
}
