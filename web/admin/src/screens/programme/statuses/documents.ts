/** Order status rules: what a status does to an order's points. */
import { graphql, type ResultOf } from "../../../api/graphql";

export const STATUSES = graphql(`
  query StatusRules($websiteCode: String) {
    orderStatusRules(websiteCode: $websiteCode) {
      status
      websiteCode
      needed
      received
    }
  }
`);

export const PUT = graphql(`
  mutation PutStatusRule($input: OrderStatusRuleInput!) {
    orderStatusRulePut(input: $input) {
      orderStatusRule {
        status
      }
      userErrors {
        message
        path
        code
      }
    }
  }
`);

export const DELETE = graphql(`
  mutation DeleteStatusRule($status: String!, $websiteCode: String) {
    orderStatusRuleDelete(status: $status, websiteCode: $websiteCode) {
      deletedId
      userErrors {
        message
        path
        code
      }
    }
  }
`);

export type StatusRule = ResultOf<typeof STATUSES>["orderStatusRules"][number];
export type PointsChange = StatusRule["needed"];
export const CHANGES = ["UNCHANGED", "APPROVE", "UNAPPROVE"] as const satisfies readonly PointsChange[];
