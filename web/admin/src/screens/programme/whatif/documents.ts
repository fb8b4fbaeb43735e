/** What the programme would give: an example before saving, and the orders of a past period. */
import { graphql, type ResultOf, type VariablesOf } from "../../../api/graphql";

const OUTCOME = graphql(`
  fragment Outcome on ExampleOutcome {
    worth {
      amount
      currency
    }
    quote {
      pointsToEarn
      pointsUsed
      pointsAmount {
        amount
        currency
      }
      discount {
        amount
        currency
      }
      amountDue {
        amount
        currency
      }
      sources {
        source
        label
        points
      }
    }
  }
`);

export const EXAMPLE = graphql(
  `
    query Example($input: ExampleQuoteInput!) {
      exampleQuote(input: $input) {
        before {
          ...Outcome
        }
        after {
          ...Outcome
        }
      }
    }
  `,
  [OUTCOME],
);

export const SIMULATION = graphql(`
  query Simulation($input: SimulationInput!) {
    simulate(input: $input) {
      orders
      pointsBefore
      pointsAfter
      worthBefore {
        amount
        currency
      }
      worthAfter {
        amount
        currency
      }
      customersGaining
      customersLosing
      examples {
        customerId
        orderId
        pointsBefore
        pointsAfter
        why
      }
    }
  }
`);

export type Outcome = ResultOf<typeof EXAMPLE>["exampleQuote"]["before"];
export type ExampleInput = VariablesOf<typeof EXAMPLE>["input"];
export type ExampleChange = NonNullable<ExampleInput["change"]>;
export type SimulationInput = VariablesOf<typeof SIMULATION>["input"];
export type Simulated = ResultOf<typeof SIMULATION>["simulate"];

/** A past period on a website. */
export interface Period {
  websiteCode: string;
  from: string;
  to: string;
}
