/** Custom activities: what a shop rewards besides Adobe's own. */
import { graphql, type ResultOf, type VariablesOf } from "../../../api/graphql";

export const ACTIVITIES = graphql(`
  query CustomActivities {
    customActivities {
      code
      name
      points
      pointsFrom
      pointsTo
      limitPerCustomer
      periodDays
      websiteCode
    }
  }
`);

export const PUT = graphql(`
  mutation PutActivity($input: CustomActivityInput!) {
    customActivityPut(input: $input) {
      customActivity {
        code
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
  mutation DeleteActivity($code: String!) {
    customActivityDelete(code: $code) {
      deletedId
      userErrors {
        message
        path
        code
      }
    }
  }
`);

export type Activity = ResultOf<typeof ACTIVITIES>["customActivities"][number];
export type ActivityInput = VariablesOf<typeof PUT>["input"];
