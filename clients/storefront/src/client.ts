import {
  type Amount,
  askApplyPoints,
  askApplyPointsToItems,
  askHoldPoints,
  askPointsBalance,
  askPointsChanged,
  askPointsHistory,
  askPointsOffers,
  askPointsQuote,
  askPointsSubscriptions,
  askRemovePoints,
  askSubscribeToPoints,
  type HistoryEntry,
  type Offer,
  type Points,
  type PointsCart,
  type RewardPointsOfferInput,
  type Subscriptions as Status,
} from "./generated/storefront.js";
import type { PointsError } from "./errors.js";
import { follow } from "./live.js";
import { type Options, Transport } from "./transport.js";

export { type ErrorKind, PointsError } from "./errors.js";
export type {
  Amount,
  CurrencyEnum,
  HistoryEntry,
  Money,
  Offer,
  Points,
  PointsCart,
  Quote,
  RewardPointsOfferInput,
} from "./generated/storefront.js";
export type { Options, Token } from "./transport.js";

/** A page of the history, newest first. */
export interface HistoryPage {
  readonly items: readonly HistoryEntry[];
  readonly pages: number;
  readonly total: number;
}

/** Points kept for a checkout until `until`, an instant in RFC 3339. */
export interface Hold {
  readonly held: Amount;
  readonly until: string;
  readonly cart: PointsCart;
}

/** Which mails about points a customer gets: when the balance changes, and before points expire. */
export interface Subscriptions {
  readonly balance: boolean;
  readonly expiry: boolean;
}

/** What a storefront can do with points. Each promise may be rejected with a PointsError. */
export interface PointsClient {
  /** The signed-in customer's points; null while customers can't see points. */
  balance(): Promise<Points | null>;
  /** A page of the history, from 1; null when the shop hides the history. */
  history(page?: number, size?: number): Promise<HistoryPage | null>;
  /** What points can do for a cart, and what its order earns: a customer's own cart, or a guest's. */
  quote(cart: string): Promise<PointsCart | null>;
  /** Uses so many points on a cart, in whole steps; without a number, as many as are useful. */
  apply(cart: string, points?: number): Promise<PointsCart>;
  /** Pays a cart's lines with points at each product's own price in points; without a number, as many as are useful. */
  applyToItems(cart: string, points?: number): Promise<PointsCart>;
  /** Takes all points off a cart, and releases its hold. */
  remove(cart: string): Promise<PointsCart>;
  /** Keeps the applied points for this checkout while the customer pays: 15 minutes, or so many seconds. */
  hold(cart: string, seconds?: number): Promise<Hold>;
  /** What products earn and cost in points, at most 100 of them. */
  offers(items: readonly RewardPointsOfferInput[]): Promise<readonly Offer[]>;
  /** Which mails about points the customer gets; null while customers can't see points. */
  subscriptions(): Promise<Subscriptions | null>;
  /** Subscribes, or unsubscribes, to what is named; the rest stays. */
  subscribe(changes: Partial<Subscriptions>): Promise<Subscriptions | null>;
  /** Follows the customer's points: as they are now, then after each change. Returns what ends it. */
  live(next: (points: Points) => void, failed?: (error: PointsError) => void): () => void;
}

// What Adobe Commerce calls them.
const ATTRIBUTES = { balance: "reward_update_notification", expiry: "reward_warning_notification" };

/** Connects a storefront with the API. */
export function connect(options: Options): PointsClient {
  const transport = new Transport(options);
  return {
    balance: async () => (await transport.ask(askPointsBalance, {})).customer?.reward_points ?? null,

    async history(page = 1, size = 20) {
      const { customer } = await transport.ask(askPointsHistory, { page, size });
      const found = customer?.reward_points?.history;
      if (!found) return null;
      return { items: found.items, pages: found.page_info.total_pages ?? 0, total: found.total_count };
    },

    quote: async (cart) => (await transport.ask(askPointsQuote, { cart })).cart,

    apply: async (cart, points) =>
      present((await transport.ask(askApplyPoints, { cart, points: points ?? null })).applyRewardPointsToCart).cart,

    applyToItems: async (cart, points) =>
      present(
        (await transport.ask(askApplyPointsToItems, { cart, points: points ?? null })).applyRewardPointsToCartItems,
      ).cart,

    remove: async (cart) => present((await transport.ask(askRemovePoints, { cart })).removeRewardPointsFromCart).cart,

    async hold(cart, seconds) {
      const answer = await transport.ask(askHoldPoints, { cart, seconds: seconds ?? null });
      const hold = present(answer.holdRewardPointsForCart);
      return { held: hold.held, until: hold.expires_at, cart: hold.cart };
    },

    offers: async (items) => (await transport.ask(askPointsOffers, { items })).reward_points_offers,

    subscriptions: async () =>
      subscriptionsOf((await transport.ask(askPointsSubscriptions, {})).customer?.reward_points?.subscription_status),

    async subscribe(changes) {
      const custom_attributes = Object.entries(changes).map(([name, wanted]) => ({
        attribute_code: ATTRIBUTES[name as keyof Subscriptions],
        value: wanted ? "1" : "0",
      }));
      const answer = await transport.ask(askSubscribeToPoints, { input: { custom_attributes } });
      return subscriptionsOf(answer.updateCustomerV2?.customer.reward_points?.subscription_status);
    },

    live: (next, failed = () => {}) =>
      follow(transport, askPointsChanged, (result) => next(result.reward_points_changed), failed),
  };
}

function subscriptionsOf(status: Status | null | undefined): Subscriptions | null {
  if (!status) return null;
  const [balance, expiry] = [status.balance_updates, status.points_expiration_notifications].map(
    (one) => one === "SUBSCRIBED",
  );
  return { balance: !!balance, expiry: !!expiry };
}

/** Returns what the API leaves out only where it says why, which was thrown already. */
function present<Value>(value: Value | null): Value {
  return value as Value;
}
