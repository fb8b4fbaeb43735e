// What a backend's developer writes with the typed documents; it must compile, and no type may be `any`.

import type { TypedDocumentNode } from "@graphql-typed-document-node/core";

import { CustomerAccountDocument, PlaceOrderDocument, PutCustomerDocument } from "./generated/graphql";

declare function ask<Data, Variables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Data;

export function balance(customerId: string): number {
  const { customer } = ask(CustomerAccountDocument, { customerId, websiteCode: "us" });
  return customer?.account?.balance ?? 0;
}

export function worth(customerId: string): string | undefined {
  const { customer } = ask(CustomerAccountDocument, { customerId, websiteCode: "us" });
  return customer?.account?.worth?.amount;
}

export function give(customerId: string, points: number): string[] {
  const { pointsAdjust } = ask(PutCustomerDocument, {
    customer: { id: customerId, websiteCode: "us", email: "ada@example.com" },
    gift: { idempotencyKey: "gift", customerId, websiteCode: "us", points },
  });
  return pointsAdjust.userErrors.map(({ message }) => message);
}

export function place(cartId: string): void {
  ask(PlaceOrderDocument, { order: { cartId, orders: [{ id: "o-1" }] } });
  // @ts-expect-error: an order must be named
  ask(PlaceOrderDocument, { order: { cartId, orders: [{}] } });
  // @ts-expect-error: money is a decimal text, never a number
  const amount: number | undefined = ask(PlaceOrderDocument, { order: { cartId, orders: [{ id: "o-1" }] } }).orderPlace.orders?.[0]?.quote?.amountDue.amount;
  void amount;
}
