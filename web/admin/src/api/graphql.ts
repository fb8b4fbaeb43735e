/** Typed documents: `graphql(...)` checks a document against the admin API's schema and knows its answer's type. */
import { initGraphQLTada } from "gql.tada";
import type { introspection } from "./generated/schema";

export const graphql = initGraphQLTada<{
  introspection: introspection;
  disableMasking: true;
  scalars: {
    BigInt: number;
    Date: string;
    DateTime: string;
    Decimal: string;
    JSON: unknown;
    Quantity: number;
  };
}>();

export type { FragmentOf, ResultOf, VariablesOf } from "gql.tada";
