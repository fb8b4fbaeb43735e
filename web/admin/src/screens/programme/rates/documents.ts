/** Exchange rates: the matrix of websites and groups, and the commands that change a cell. */
import { graphql, type ResultOf, type VariablesOf } from "../../../api/graphql";

export const MATRIX = graphql(`
  query RateMatrix($direction: RateDirection!) {
    exchangeRateMatrix(direction: $direction) {
      websiteCode
      customerGroupCode
      own {
        id
        points
        currencyAmount
      }
      effective {
        priority
        rate {
          id
          points
          currencyAmount
        }
      }
    }
  }
`);

export const CREATE = graphql(`
  mutation CreateRate($input: ExchangeRateInput!) {
    exchangeRateCreate(input: $input) {
      exchangeRate {
        id
      }
      warnings
      userErrors {
        message
        path
        code
      }
    }
  }
`);

export const UPDATE = graphql(`
  mutation UpdateRate($id: ID!, $input: ExchangeRateInput!) {
    exchangeRateUpdate(id: $id, input: $input) {
      exchangeRate {
        id
      }
      warnings
      userErrors {
        message
        path
        code
      }
    }
  }
`);

export const DELETE = graphql(`
  mutation DeleteRate($id: ID!) {
    exchangeRateDelete(id: $id) {
      deletedId
      userErrors {
        message
        path
        code
      }
    }
  }
`);

export type Direction = VariablesOf<typeof MATRIX>["direction"];
export type RateInput = VariablesOf<typeof CREATE>["input"];
export type RateCell = ResultOf<typeof MATRIX>["exchangeRateMatrix"][number];
export type Rate = NonNullable<RateCell["own"]>;

export const EARNING = "CURRENCY_TO_POINTS" satisfies Direction;
export const REDEEMING = "POINTS_TO_CURRENCY" satisfies Direction;

/** A cell's own place, as the key of an edit. */
export function placeOf(cell: { websiteCode: string | null; customerGroupCode: string | null }): string {
  return JSON.stringify([cell.websiteCode, cell.customerGroupCode]);
}
