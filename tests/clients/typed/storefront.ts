// What a storefront's developer writes with the typed documents; it must compile, and no type may be `any`.

import type { TypedDocumentNode } from "@graphql-typed-document-node/core";

import {
  ApplyRewardsDocument,
  type CheckoutCartFragment,
  GetCheckoutDocument,
  GetCustomerRewardsDocument,
  GetRewardsHistoryDocument,
  GetRewardsPreferencesDocument,
  GetRewardsProgrammeDocument,
} from "./generated/graphql";

declare function ask<Data, Variables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Data;

export function balance(): { points: number; worth: number; currency: string } {
  const { customer } = ask(GetCustomerRewardsDocument, {});
  const held = customer?.reward_points?.balance;
  return {
    points: held?.points ?? 0,
    worth: held?.money.value ?? 0,
    currency: held?.money.currency ?? "USD",
  };
}

export function wantsMail(): boolean {
  const { customer } = ask(GetCustomerRewardsDocument, {});
  return customer?.reward_points?.subscription_status?.balance_updates === "SUBSCRIBED";
}

export function preferences(): [code: string, value: string][] {
  const { customer } = ask(GetRewardsPreferencesDocument, {});
  return (customer?.custom_attributes ?? []).map((attribute) => [
    attribute?.code ?? "",
    attribute?.value ?? "",
  ]);
}

export function reasons(currentPage: number): string[] {
  const { customer } = ask(GetRewardsHistoryDocument, { currentPage });
  return customer?.reward_points?.history?.items.map((entry) => entry.change_reason) ?? [];
}

export function isOn(): boolean {
  return ask(GetRewardsProgrammeDocument, {}).storeConfig?.magento_reward_general_is_enabled === "1";
}

function due(cart: CheckoutCartFragment): number | null | undefined {
  return cart.prices?.grand_total?.value;
}

export function pointsOfLines(cartId: string): number[] {
  const { cart } = ask(GetCheckoutDocument, { cartId });
  if (cart) due(cart);
  return cart?.items?.map((item) => item?.reward_points_used ?? 0) ?? [];
}

export function pay(cartId: string): void {
  ask(ApplyRewardsDocument, { cartId });
  ask(ApplyRewardsDocument, { cartId, points: 100 });
  // @ts-expect-error: points are a number
  ask(ApplyRewardsDocument, { cartId, points: "100" });
  // @ts-expect-error: the cart must be named
  ask(ApplyRewardsDocument, { points: 100 });
  // @ts-expect-error: there may be nobody signed in
  ask(GetCustomerRewardsDocument, {}).customer.id;
  // @ts-expect-error: nothing of the sort was asked for
  ask(GetCustomerRewardsDocument, {}).customer?.lastname;
}
