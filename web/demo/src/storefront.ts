/** The shop's own questions to the storefront API, beside those that the kit asks. */
import type { Money } from "./shop";
import { recordingFetch } from "./sent";
import { Refused } from "./backend";

export interface Line {
  readonly uid: string;
  readonly quantity: number;
  readonly product: { readonly sku: string; readonly reward_points_needed: number | null };
  readonly prices: { readonly row_total: Money };
  readonly reward_points_used: number;
}

export interface Cart {
  readonly id: string;
  readonly total_quantity: number;
  readonly applied_coupons: readonly { code: string }[] | null;
  readonly applied_reward_points: { readonly points: number; readonly money: Money } | null;
  readonly items: readonly Line[];
  readonly prices: {
    readonly subtotal_excluding_tax: Money;
    readonly discounts: readonly { amount: Money; label: string }[] | null;
    readonly applied_taxes: readonly { amount: Money; label: string }[];
    readonly grand_total: Money;
  };
}

export interface PastOrder {
  readonly id: string;
  readonly number: string;
  readonly order_date: string;
  readonly status: string;
  readonly total: { readonly grand_total: Money };
  readonly reward_points: { readonly used: number; readonly pending: number; readonly earned: number } | null;
}

const CART = `query ShopCart($cart: String!) {
  cart(cart_id: $cart) {
    id
    total_quantity
    applied_coupons { code }
    applied_reward_points { points money { ...Price } }
    items {
      uid
      quantity
      product { sku reward_points_needed }
      prices { row_total { ...Price } }
      ... on SimpleCartItem { reward_points_used }
    }
    prices {
      subtotal_excluding_tax { ...Price }
      discounts { amount { ...Price } label }
      applied_taxes { amount { ...Price } label }
      grand_total { ...Price }
    }
  }
}

fragment Price on Money {
  value
  currency
}`;

const ORDERS = `query ShopOrders {
  customer {
    orders(pageSize: 8) {
      items {
        id
        number
        order_date
        status
        total { grand_total { value currency } }
        reward_points { used pending earned }
      }
    }
  }
}`;

export interface Asking {
  readonly token: string | null;
  readonly store: string;
}

export const askCart = async (cart: string, asking: Asking): Promise<Cart | null> =>
  (await ask<{ cart: Cart | null }>(CART, { cart }, asking)).cart;

export const askOrders = async (asking: Asking): Promise<readonly PastOrder[]> =>
  (await ask<{ customer: { orders: { items: readonly PastOrder[] } | null } }>(ORDERS, {}, asking)).customer.orders
    ?.items ?? [];

interface Problem {
  readonly message: string;
  readonly extensions?: { readonly code?: string };
}

async function ask<Result>(query: string, variables: object, { token, store }: Asking): Promise<Result> {
  const headers: Record<string, string> = { accept: "application/json", "content-type": "application/json", store };
  if (token) headers["authorization"] = `Bearer ${token}`;
  const body = JSON.stringify({ query, variables });
  const response = await recordingFetch("/graphql", { method: "POST", headers, body });
  const { data, errors } = (await response.json()) as { data?: Result; errors?: readonly Problem[] };
  if (!data || errors) throw new Refused(errors?.[0]?.message ?? `${response.status}`, errors?.[0]?.extensions?.code);
  return data;
}
