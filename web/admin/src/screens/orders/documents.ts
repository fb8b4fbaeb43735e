/** What the screens of orders ask of the admin API. */
import { graphql, type FragmentOf, type ResultOf } from "../../api/graphql";
import { ENTRY } from "../entries/entry";

const LISTED = graphql(`
  fragment ListedOrder on Order {
    id
    number
    status
    websiteCode
    customerId
    placedAt
    pointsUsed
    productPointsUsed
    pointsEarned
    pointsPending
    quote { orderTotal { amount currency } }
  }
`);

export type ListedOrder = FragmentOf<typeof LISTED>;

export const ORDERS = graphql(
  `
    query Orders($customerId: ID, $status: String, $first: Int, $after: String) {
      orders(customerId: $customerId, status: $status, first: $first, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes { ...ListedOrder }
      }
    }
  `,
  [LISTED],
);

export const ORDER_SEARCH = graphql(
  `
    query OrderSearch($text: String!, $first: Int, $after: String) {
      orderSearch(text: $text, first: $first, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes { ...ListedOrder }
      }
    }
  `,
  [LISTED],
);

export const STATUSES = graphql(`
  query OrderStatuses($websiteCode: String) {
    orderStatusRules(websiteCode: $websiteCode) { status needed received }
  }
`);

const SHARE = graphql(`
  fragment ShareParts on Share {
    net { amount currency }
    tax { amount currency }
    discount { amount currency }
    productPoints { amount currency }
    points { amount currency }
    giftCard { amount currency }
    storeCredit { amount currency }
    due { amount currency }
  }
`);

export type Share = FragmentOf<typeof SHARE>;

export const OUTCOME = graphql(`
  fragment Outcome on RefundOutcome {
    pointsReturned
    pointsReturnedAmount { amount currency }
    productPointsReturned
    pointsReversed
    pointsShortfall
    giftCard { amount currency }
    storeCredit { amount currency }
    cash { amount currency }
    unrefunded { amount currency }
    proposedPoints
    userErrors { message path }
  }
`);

export type Outcome = FragmentOf<typeof OUTCOME>;

export const ORDER = graphql(
  `
    query Order($id: ID!) {
      order(id: $id) {
        ...ListedOrder
        neededState
        receivedState
        pointsReturned
        pointsReversed
        pointsCarried
        maturesAt
        replacesOrderId
        replacedByOrderId
        amountPaid { amount currency }
        amountRefunded { amount currency }
        earningBasis { amount currency }
        lines { id sku quantity invoiced cancelled refunded }
        shares {
          lines { lineId quantity share { ...ShareParts } }
          shipping { ...ShareParts }
        }
        quote {
          pointsToEarn
          earningBasis { amount currency }
          orderTotal { amount currency }
          amountDue { amount currency }
          pointsAmount { amount currency }
          productPointsAmount { amount currency }
          earningRate { points currencyAmount currency direction priority }
          sources { source label points }
          appliedRules { ruleId name points discount { amount currency } }
          lines { id productPoints pointsToEarn }
        }
        entries { ...Entry }
        invoices { id createdAt total { ...ShareParts } lines { lineId quantity } }
        creditMemos { id createdAt lines { lineId quantity } outcome { ...Outcome } }
      }
    }
  `,
  [LISTED, SHARE, OUTCOME, ENTRY],
);

export type Order = NonNullable<ResultOf<typeof ORDER>["order"]>;
