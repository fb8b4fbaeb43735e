/** What is commanded about an order, and the preview of its refund. */
import { graphql } from "../../api/graphql";
import { OUTCOME } from "./documents";

export const REFUND_PREVIEW = graphql(
  `
    query RefundPreview($input: OrderRefundInput!) {
      refundPreview(input: $input) { ...Outcome }
    }
  `,
  [OUTCOME],
);

export const REFUND = graphql(`
  mutation Refund($input: OrderRefundInput!) {
    orderRefund(input: $input) {
      order { id status }
      userErrors { message path code }
    }
  }
`);

export const CANCEL = graphql(`
  mutation Cancel($input: OrderCancelInput!) {
    orderCancel(input: $input) {
      order { id status }
      entries { id points }
      userErrors { message path code }
    }
  }
`);

export const SET_STATUS = graphql(`
  mutation SetStatus($input: OrderSetStatusInput!) {
    orderSetStatus(input: $input) {
      order { id status }
      entries { id points }
      userErrors { message path code }
    }
  }
`);

export const ATTACH = graphql(`
  mutation Attach($orderId: ID!, $customerId: ID!) {
    orderAttachCustomer(orderId: $orderId, customerId: $customerId) {
      order { id status customerId }
      userErrors { message path code }
    }
  }
`);
