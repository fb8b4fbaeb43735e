/** What the support desk asks of the admin API. */
import { graphql, type FragmentOf } from "../../api/graphql";
import { ENTRY } from "../entries/entry";

export const CUSTOMERS = graphql(`
  query Customers($search: String, $first: Int, $after: String) {
    customers(search: $search, first: $first, after: $after) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes { id email firstName lastName websiteCode customerGroupCode excludedFromRewards }
    }
  }
`);

/** Orders named by what was typed into the same box. */
export const ORDERS_NAMED = graphql(`
  query OrdersNamed($text: String!) {
    orderSearch(text: $text, first: 5) {
      totalCount
      nodes { id number customerId websiteCode status placedAt }
    }
  }
`);

export const ACCOUNT = graphql(`
  fragment Account on RewardAccount {
    customerId
    websiteCode
    orphan
    balance
    worth { amount currency }
    held
    available
    pending
    pendingUntil
    debt
    lots { id points remaining reason createdAt expiresAt }
  }
`);

export type Account = FragmentOf<typeof ACCOUNT>;

export const PERSON = graphql(`
  fragment Person on Customer {
    id
    email
    firstName
    lastName
    locale
    customerGroupCode
    websiteCode
    createdAt
    balanceUpdates
    expirationNotifications
    excludedFromRewards
  }
`);

export type Person = FragmentOf<typeof PERSON>;

export const CUSTOMER = graphql(
  `
    query Customer($id: ID!) {
      customer(id: $id) {
        ...Person
        accounts { ...Account }
      }
    }
  `,
  [PERSON, ACCOUNT],
);

export const HISTORY = graphql(
  `
    query History(
      $customerId: ID!
      $websiteCode: String
      $reasons: [LedgerReason!]
      $from: DateTime
      $to: DateTime
      $first: Int
      $after: String
    ) {
      ledgerEntries(
        customerId: $customerId
        websiteCode: $websiteCode
        reasons: $reasons
        from: $from
        to: $to
        first: $first
        after: $after
      ) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes { ...Entry }
      }
    }
  `,
  [ENTRY],
);

export const OPEN_ORDERS = graphql(`
  query OrdersOfCustomer($customerId: ID!, $websiteCode: String) {
    orders(customerId: $customerId, websiteCode: $websiteCode, first: 5) {
      totalCount
      nodes { id number status placedAt pointsUsed pointsEarned pointsPending maturesAt }
    }
  }
`);

/** What the shop calls the customer's newest orders. */
export const ORDER_NUMBERS = graphql(`
  query OrderNumbers($customerId: ID!) {
    orders(customerId: $customerId, first: 100) {
      nodes { id number }
    }
  }
`);

export const INVITATIONS = graphql(`
  query InvitationsOfCustomer($inviterId: ID!) {
    invitations(inviterId: $inviterId, first: 5) {
      totalCount
      nodes { id email acceptedBy createdAt }
    }
  }
`);
