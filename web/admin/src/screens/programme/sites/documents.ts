/** Websites and customer groups: the commands, and what a website's points are worth before it goes. */
import { graphql, type VariablesOf } from "../../../api/graphql";

export const PUT_WEBSITE = graphql(`
  mutation PutWebsite($input: WebsiteInput!) {
    websitePut(input: $input) {
      website {
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

export const DELETE_WEBSITE = graphql(`
  mutation DeleteWebsite($code: String!) {
    websiteDelete(code: $code) {
      deletedId
      userErrors {
        message
        path
        code
      }
    }
  }
`);

export const PUT_GROUP = graphql(`
  mutation PutGroup($input: CustomerGroupInput!) {
    customerGroupPut(input: $input) {
      customerGroup {
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

export const DELETE_GROUP = graphql(`
  mutation DeleteGroup($code: String!) {
    customerGroupDelete(code: $code) {
      deletedId
      userErrors {
        message
        path
        code
      }
    }
  }
`);

export const OUTSTANDING = graphql(`
  query Outstanding($websiteCode: String) {
    liability(websiteCode: $websiteCode) {
      points
      accounts
      worth {
        amount
        currency
      }
    }
  }
`);

export type WebsiteInput = VariablesOf<typeof PUT_WEBSITE>["input"];
