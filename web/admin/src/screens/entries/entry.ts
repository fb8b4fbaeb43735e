/** Ledger entries: what is asked of one, and its reason in the reader's language. */
import { graphql, type FragmentOf } from "../../api/graphql";
import { useWords } from "./words";

export const ENTRY = graphql(`
  fragment Entry on LedgerEntry {
    id
    customerId
    websiteCode
    points
    balance
    amountBalance { amount currency }
    rate { points currencyAmount currency direction priority }
    reason
    reasonLabel
    comment
    actor
    orderId
    shortfall
    createdAt
    expired
    expiresAt
    allocations { lotId points openedBy { id reason reasonLabel createdAt } }
  }
`);

export type Entry = FragmentOf<typeof ENTRY>;
export type Reason = Entry["reason"];

/** All reasons, as a filter offers them. */
export const REASONS = [
  "PURCHASE", "REDEMPTION", "REDEMPTION_RETURNED", "EARNING_REVERSED", "ADMIN_ADJUSTMENT", "EXPIRED",
  "REGISTRATION", "NEWSLETTER_SIGNUP", "REVIEW", "INVITATION_SENT", "INVITATION_CUSTOMER", "INVITATION_ORDER",
  "CUSTOM", "IMPORT", "MERGE", "ORPHAN_MOVED", "ORPHAN_DELETED",
] as const satisfies readonly Reason[];

/** Says a reason; a custom activity has the shop's own name. */
export function useReason(): (entry: { reason: Reason; reasonLabel?: string }) => string {
  const t = useWords();
  return ({ reason, reasonLabel }) => (reason === "CUSTOM" && reasonLabel !== undefined ? reasonLabel : t(reason));
}
