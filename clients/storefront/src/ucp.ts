import { askLoyaltyOfCart, type LoyaltyOfCartResult } from "./generated/admin.js";

export { askLoyaltyOfCart, type LoyaltyOfCartResult };

/** How a shop presents its points to agents. */
export interface Programme {
  /** The claim that buyers make, a reversed domain name of the shop's: "com.example.rewards". */
  readonly claim: string;
  /** The programme's name: "Leaf & Kettle Rewards". */
  readonly name: string;
  /** What the points are called, and a short code for them. */
  readonly currency: { readonly name: string; readonly code: string };
  /** Whether the shop knows that the buyer is the cart's customer, from a sign-in and not from a claim alone. */
  readonly isVerified: boolean;
  /** A masked number by which members know their membership: "****5678". Left out unless they are verified. */
  readonly displayId?: string;
}

/** The object `loyalty` of a cart or checkout: the extension `dev.ucp.common.loyalty` of the version 2026-08-25. */
export type Loyalty = Readonly<Record<string, Membership>>;

export interface Membership {
  readonly id: string;
  readonly name: string;
  readonly provisional: boolean;
  readonly display_id?: string;
  readonly tiers?: readonly { readonly id: string; readonly name: string }[];
  readonly rewards: readonly Reward[];
}

export interface Reward {
  readonly currency: { readonly name: string; readonly code: string };
  readonly earning_forecast: { readonly amount: number; readonly breakdown: readonly Earning[] };
}

export interface Earning {
  readonly id: string;
  readonly amount: number;
  readonly description: string;
}

type Cart = NonNullable<LoyaltyOfCartResult["cart"]>;
type Source = Cart["quote"]["sources"][number];

/**
 * Returns a cart's quote as the loyalty object; `answer` is what the admin API answers to `askLoyaltyOfCart`.
 * A guest's cart has what a registered customer would earn, and is provisional. Nothing in it tells who the buyer is.
 */
export function loyaltyOf(answer: LoyaltyOfCartResult, programme: Programme): Loyalty {
  const { cart } = answer;
  if (!cart) return {};
  const group = groupOf(answer, cart);
  const isVerified = programme.isVerified && group !== undefined;
  return {
    [programme.claim]: {
      id: cart.websiteCode, // of the programme: points are a website's. A member's own id must not leave the shop.
      name: programme.name,
      provisional: !isVerified,
      ...(isVerified ? { tiers: [group] } : {}),
      ...(isVerified && programme.displayId ? { display_id: programme.displayId } : {}),
      rewards: [{ currency: programme.currency, earning_forecast: forecast(cart) }],
    },
  };
}

function groupOf({ customer, customerGroups }: LoyaltyOfCartResult, cart: Cart): { id: string; name: string } | undefined {
  if (cart.customerId === null) return undefined;
  if (customer?.id !== cart.customerId) throw new Error("The answer must hold the customer of the cart.");
  const group = customerGroups.find(({ code }) => code === customer.customerGroupCode);
  return { id: customer.customerGroupCode, name: group?.name ?? customer.customerGroupCode };
}

function forecast({ quote }: Cart): Reward["earning_forecast"] {
  if (quote.pointsToEarnIfRegistered !== null) return { amount: quote.pointsToEarnIfRegistered, breakdown: [] };
  return { amount: quote.pointsToEarn, breakdown: breakdown(quote.sources) };
}

/** Amounts are never below 0 there: what a cart rule takes away is told with what it is taken from. */
function breakdown(sources: readonly Source[]): Earning[] {
  const earnings: Earning[] = [];
  for (const { source, label, points } of [...sources].sort((one, other) => other.points - one.points)) {
    const id = `${source.toLowerCase()}-${earnings.length + 1}`;
    if (points >= 0) earnings.push({ id, amount: points, description: label });
    else takeAway(earnings, -points, label);
  }
  return earnings;
}

function takeAway(earnings: Earning[], points: number, label: string): void {
  for (const [index, earning] of earnings.entries()) {
    const taken = Math.min(points, earning.amount);
    if (taken === 0) continue;
    earnings[index] = { ...earning, amount: earning.amount - taken, description: `${earning.description}; ${label}` };
    points -= taken;
  }
}
