/** Cart rules: their list, one of them, and the commands that change them. */
import { graphql, type ResultOf, type VariablesOf } from "../../../api/graphql";
import { plain } from "../shared/plain";

const RULE = graphql(`
  fragment WholeRule on CartRule {
    id
    name
    active
    websiteCodes
    customerGroupCodes
    fromDate
    toDate
    couponCode
    priority
    stopFurtherRules
    subtotalFrom
    subtotalTo
    quantityFrom
    skus
    skuMatch
    points
    discountKind
    discountAmount
    earningFactor
  }
`);

export const RULES = graphql(
  `
    query CartRules($search: String, $first: Int, $after: String) {
      cartRules(search: $search, first: $first, after: $after) {
        totalCount
        nodes {
          ...WholeRule
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  `,
  [RULE],
);

export const ONE_RULE = graphql(
  `
    query CartRule($id: ID!) {
      cartRule(id: $id) {
        ...WholeRule
      }
    }
  `,
  [RULE],
);

export const CREATE = graphql(`
  mutation CreateRule($input: CartRuleInput!) {
    cartRuleCreate(input: $input) {
      cartRule {
        id
      }
      userErrors {
        message
        path
        code
      }
    }
  }
`);

export const UPDATE = graphql(`
  mutation UpdateRule($id: ID!, $input: CartRuleInput!) {
    cartRuleUpdate(id: $id, input: $input) {
      cartRule {
        id
        active
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
  mutation DeleteRule($id: ID!) {
    cartRuleDelete(id: $id) {
      deletedId
      userErrors {
        message
        path
        code
      }
    }
  }
`);

export type CartRule = ResultOf<typeof ONE_RULE>["cartRule"];
export type RuleInput = VariablesOf<typeof CREATE>["input"];

/** A rule as it is sent: all but its id. */
export function inputOf(rule: CartRule): RuleInput {
  const { id: _, ...input } = plain(rule);
  return input;
}
