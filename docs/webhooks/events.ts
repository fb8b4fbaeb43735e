// Payloads of webhooks, made of events.schema.json by `make snapshots`.

/** An exact amount, as text, with at least the currency's decimals. */
export type Money = {
  /** The amount. */
  amount: string;
  /** The currency, ISO 4217. */
  currency: string;
};

/** An instant in RFC 3339, UTC. */
export type Instant = string;

/** An entry of the ledger, with the names of the admin API's LedgerEntry. */
export type Entry = {
  /** The entry's id. */
  id: string;
  /** The customer's id. */
  customerId: string;
  /** The website's code. */
  websiteCode: string;
  /** The points added; negative if taken. */
  points: number;
  amount: Money;
  /** The balance after this entry. */
  balance: number;
  amountBalance: Money;
  /** Why. */
  reason: "PURCHASE" | "REDEMPTION" | "REDEMPTION_RETURNED" | "REGISTRATION" | "NEWSLETTER_SIGNUP" | "INVITATION_SENT" | "INVITATION_CUSTOMER" | "INVITATION_ORDER" | "REVIEW" | "ADMIN_ADJUSTMENT" | "EARNING_REVERSED" | "EXPIRED" | "IMPORT" | "ORPHAN_MOVED" | "ORPHAN_DELETED" | "MERGE" | "CUSTOM";
  /** The reason as text, in English. */
  reasonLabel: string;
  /** The order concerned; null if none. */
  orderId: string | null;
  /** Points that the cap cut off, or that could not be taken back. */
  shortfall: number;
  /** When this credit's points expire; null if never, and for debits. */
  expiresAt: string | null;
  createdAt: Instant;
};

/** The `webhook-id`s of the account's events that were given up before this one. */
export type Missing = string[];

/** A change of a balance: one entry of the ledger. */
export type PointsEvent = {
  /** What happened to the points. */
  type: "points.earned" | "points.redeemed" | "points.returned" | "points.reversed" | "points.expired" | "points.adjusted";
  timestamp: Instant;
  data: Entry;
  missing?: Missing;
};

/** Points that were credited together and are left. */
export type ExpiringLot = {
  /** The lot's id. */
  lotId: string;
  /** The points left. */
  points: number;
  expiresAt: Instant;
};

/** Points that expire within the website's `expiryWarningDays`; each lot is told of once. */
export type Expiring = {
  /** The customer's id. */
  customerId: string;
  /** The website's code. */
  websiteCode: string;
  /** How many points in all. */
  points: number;
  expiresAt: Instant;
  /** The lots, soonest first; `expiresAt` above is the first one's. */
  lots: ExpiringLot[];
  createdAt: Instant;
};

/** Points of an account that expire soon. */
export type PointsExpiringEvent = {
  /** What happened. */
  type: "points.expiring";
  timestamp: Instant;
  data: Expiring;
  missing?: Missing;
};

/** An account after a transaction. */
export type Account = {
  /** The customer's id. */
  customerId: string;
  /** The website's code. */
  websiteCode: string;
  /** The balance; below 0 in debt. */
  balance: number;
  amountBalance: Money;
  /** The points owed; 0 if none. */
  debt: number;
  createdAt: Instant;
};

/** An account whose balance or debt has changed, by however many entries. */
export type AccountChangedEvent = {
  /** What happened. */
  type: "account.changed";
  timestamp: Instant;
  data: Account;
  missing?: Missing;
};

/** An order that is complete. */
export type CompletedOrder = {
  /** The order's id. */
  orderId: string;
  /** The number that people know it by. */
  number: string;
  /** The customer's id. */
  customerId: string;
  /** The website's code. */
  websiteCode: string;
  createdAt: Instant;
};

/** A customer's order that is complete for the first time. */
export type OrderCompletedEvent = {
  /** What happened. */
  type: "order.completed";
  timestamp: Instant;
  data: CompletedOrder;
  missing?: Missing;
};

/** A customer who was erased. */
export type ErasedCustomer = {
  /** The customer's id. */
  customerId: string;
  createdAt: Instant;
};

/** A customer whose personal data is gone. */
export type CustomerErasedEvent = {
  /** What happened. */
  type: "customer.erased";
  timestamp: Instant;
  data: ErasedCustomer;
  missing?: Missing;
};

/** The body of a webhook: what happened, when, and to what. */
export type Event = PointsEvent | PointsExpiringEvent | AccountChangedEvent | OrderCompletedEvent | CustomerErasedEvent;
