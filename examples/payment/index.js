"use strict";
const { createHash, randomUUID } = require("node:crypto");

const CURRENCIES = new Set(["EUR", "USD", "GBP"]);
const CARD = /^\d{13,19}$/;

/** Takes the payment of an order, as an HTTP front end would hand it over: `body` is JSON text. */
exports.handler = async (event, context) => {
  let order;
  try {
    order = JSON.parse(event.body ?? "{}");
  } catch {
    return answer(400, { error: "INVALID_JSON", message: "The body is not valid JSON." });
  }
  const problems = check(order);
  if (problems.length > 0) return answer(422, { error: "INVALID_ORDER", problems });

  const totalCents =
    order.items.reduce((sum, item) => sum + item.priceCents * item.quantity, 0) + (order.tipCents ?? 0);
  if (totalCents > 50_000) {
    console.warn("payment declined", { orderId: order.orderId, totalCents });
    return answer(402, { error: "DECLINED", message: "The amount exceeds the limit of this card." });
  }
  const payment = {
    paymentId: randomUUID(),
    orderId: order.orderId,
    amount: { cents: totalCents, currency: order.currency },
    card: `**** ${order.card.number.slice(-4)}`,
    // The same order charged twice is told apart by the bank through this key.
    idempotencyKey: createHash("sha256").update(`${order.orderId}:${totalCents}`).digest("hex"),
    requestId: context.awsRequestId,
  };
  console.log("payment captured", { paymentId: payment.paymentId, orderId: order.orderId, totalCents });
  return answer(200, payment);
};

function check(order) {
  const problems = [];
  if (typeof order.orderId !== "string" || order.orderId === "") problems.push("orderId is missing");
  if (!Array.isArray(order.items) || order.items.length === 0) problems.push("items is empty");
  else if (order.items.some((item) => !(item.priceCents > 0) || !Number.isInteger(item.quantity)))
    problems.push("an item has no price or quantity");
  if (!CURRENCIES.has(order.currency)) problems.push(`currency ${order.currency} is not accepted`);
  if (!CARD.test(order.card?.number ?? "")) problems.push("card.number is not a card number");
  return problems;
}

function answer(statusCode, body) {
  return { statusCode, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
}
