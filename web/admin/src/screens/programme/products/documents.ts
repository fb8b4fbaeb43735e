/** Points of products: what they cost and earn, by group too. */
import { graphql, type ResultOf, type VariablesOf } from "../../../api/graphql";

export const PRODUCTS = graphql(`
  query ProductPoints($search: String, $sku: String, $first: Int, $after: String) {
    productPoints(search: $search, sku: $sku, first: $first, after: $after) {
      totalCount
      nodes {
        sku
        pointsNeeded
        pointsReceived
        earnsByRate
        groups {
          customerGroupCode
          pointsReceived
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const PUT = graphql(`
  mutation PutProductPoints($input: ProductPointsInput!) {
    productPointsPut(input: $input) {
      productPoints {
        sku
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
  mutation DeleteProductPoints($sku: String!) {
    productPointsDelete(sku: $sku) {
      deletedId
      userErrors {
        message
        path
        code
      }
    }
  }
`);

export type Product = ResultOf<typeof PRODUCTS>["productPoints"]["nodes"][number];
export type ProductInput = VariablesOf<typeof PUT>["input"];
