import { z } from "zod";

const Order = z.object({
  orderId: z.string().min(1),
  placedAt: z.iso.datetime(),
  customer: z.object({ email: z.email(), name: z.string().min(1) }),
  items: z.array(z.object({ sku: z.string().regex(/^[A-Z]{3}-\d{4}$/), quantity: z.int().positive() })).min(1),
});

/** Says whether an order is well formed, and what is wrong with it. */
export const handler = async (event) => {
  const result = Order.safeParse(event);
  if (result.success) return { valid: true, order: result.data };
  return {
    valid: false,
    problems: result.error.issues.map((issue) => ({ at: issue.path.join("."), message: issue.message })),
  };
};
