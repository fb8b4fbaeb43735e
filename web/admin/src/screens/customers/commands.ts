/** What the support desk commands, and the previews of what can't be undone. */
import { graphql } from "../../api/graphql";
import { ACCOUNT, PERSON } from "./documents";

export const ADJUST = graphql(
  `
    mutation Adjust($input: PointsAdjustInput!) {
      pointsAdjust(input: $input) {
        entry { id points balance }
        account { ...Account }
        message
        userErrors { message path code }
      }
    }
  `,
  [ACCOUNT],
);

export const ADJUST_PREVIEW = graphql(`
  query AdjustPreview($input: PointsAdjustInput!) {
    pointsAdjustPreview(input: $input) {
      points
      balance
      available
      worth { amount currency }
      expiresAt
      message
      userErrors { message path }
    }
  }
`);

export const PUT_CUSTOMER = graphql(
  `
    mutation PutCustomer($input: CustomerInput!) {
      customerPut(input: $input) {
        customer { ...Person }
        userErrors { message path code }
      }
    }
  `,
  [PERSON],
);

export const SUBSCRIBE = graphql(
  `
    mutation Subscribe($customerId: ID!, $balanceUpdates: Boolean, $expirationNotifications: Boolean) {
      subscriptionsUpdate(
        customerId: $customerId
        balanceUpdates: $balanceUpdates
        expirationNotifications: $expirationNotifications
      ) {
        customer { ...Person }
        userErrors { message path code }
      }
    }
  `,
  [PERSON],
);

export const MERGE_PREVIEW = graphql(`
  query MergePreview($fromId: ID!, $intoId: ID!) {
    customerMergePreview(fromId: $fromId, intoId: $intoId) {
      accounts { websiteCode fromBalance intoBalance balance }
      orders
      invitations
      excludedFromRewards
      userErrors { message path }
    }
  }
`);

/** Whom an id means, before it can't be undone. */
export const MERGE_INTO = graphql(`
  query MergeInto($id: ID!) {
    customer(id: $id) { id email firstName lastName }
  }
`);

export const MERGE = graphql(`
  mutation Merge($fromId: ID!, $intoId: ID!, $key: String!, $notify: Boolean) {
    customerMerge(fromId: $fromId, intoId: $intoId, idempotencyKey: $key, notify: $notify) {
      customer { id accounts { websiteCode balance } }
      userErrors { message path code }
    }
  }
`);

export const ERASE_PREVIEW = graphql(`
  query ErasePreview($id: ID!) {
    customerErasePreview(id: $id) {
      customer { id email firstName lastName }
      comments
      emails
      invitations
      carts
      auditEntries
    }
  }
`);

export const ERASE = graphql(`
  mutation Erase($id: ID!) {
    customerErase(id: $id) {
      userErrors { message path code }
    }
  }
`);

export const PERSONAL_DATA = graphql(`
  query PersonalData($id: ID!) {
    customerPersonalData(id: $id)
  }
`);

export const WEBSITES = graphql(`
  query DeskWebsites {
    websites { code name }
  }
`);

export const MOVE_ORPHANS = graphql(`
  mutation MoveOrphans($customerId: ID!, $from: String!, $to: String!, $key: String!) {
    orphanPointsMove(customerId: $customerId, fromWebsiteCode: $from, toWebsiteCode: $to, idempotencyKey: $key) {
      entry { id points }
      account { customerId websiteCode balance }
      message
      userErrors { message path code }
    }
  }
`);

export const DELETE_ORPHANS = graphql(`
  mutation DeleteOrphans($customerId: ID!, $from: String!, $key: String!) {
    orphanPointsDelete(customerId: $customerId, fromWebsiteCode: $from, idempotencyKey: $key) {
      entry { id points }
      account { customerId websiteCode balance }
      message
      userErrors { message path code }
    }
  }
`);
