/** The visit: who is signed in, in which store and language, what is in the basket, and what day it is. */
import type { Points, PointsClient } from "guerdon-storefront/client";
import { useSyncExternalStore } from "react";
import type { Person, Website } from "./shop";
import type { Cart } from "./storefront";
import type { Language } from "./words";

export interface Visit {
  readonly language: Language;
  readonly store: string;
  readonly person: Person | null;
  readonly token: string | null;
  readonly client: PointsClient | null;
  readonly websites: readonly Website[];
  /** What the shop's clock says, an instant. */
  readonly now: string | null;
  /** Counts what has changed the customer's orders and mail: those who show them ask again. */
  readonly changes: number;
  /** Units by sku. */
  readonly basket: Readonly<Record<string, number>>;
  readonly coupon: string;
  readonly cart: Cart | null;
  readonly shipping: { readonly amount: string; readonly currency: string } | null;
  readonly points: Points | null;
  readonly isBusy: boolean;
  readonly isClosed: boolean;
  readonly problem: string;
  readonly said: string;
}

const KEY = "guerdon demo";

type Kept = Pick<Visit, "language" | "store" | "basket" | "coupon"> & { customer: string | null };

let visit: Visit = {
  language: "en",
  store: "us",
  person: null,
  token: null,
  client: null,
  websites: [],
  now: null,
  changes: 0,
  basket: {},
  coupon: "",
  cart: null,
  shipping: null,
  points: null,
  isBusy: false,
  isClosed: false,
  problem: "",
  said: "",
};
const listeners = new Set<() => void>();

export const currentVisit = (): Visit => visit;

export function change(changed: Partial<Visit>): void {
  visit = { ...visit, ...changed };
  for (const listener of listeners) listener();
  const { language, store, basket, coupon, person } = visit;
  const kept: Kept = { language, store, basket, coupon, customer: person?.id ?? null };
  localStorage.setItem(KEY, JSON.stringify(kept));
}

/** What the last visit in this browser has left. */
export function keptVisit(): Partial<Kept> {
  try {
    return (JSON.parse(localStorage.getItem(KEY) ?? "{}") ?? {}) as Partial<Kept>;
  } catch {
    return {};
  }
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useVisit = (): Visit => useSyncExternalStore(listen, currentVisit);
