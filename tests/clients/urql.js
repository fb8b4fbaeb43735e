// Takes the steps of a journey with urql, as a storefront has it set up.

import { Client, cacheExchange, fetchExchange, gql } from "@urql/core";

import { answer, bearer, input, notingFetch, plainErrors } from "./input.js";

const requests = [];
const client = new Client({
  url: input.url,
  exchanges: [cacheExchange, fetchExchange],
  fetch: notingFetch(requests),
  preferGetMethod: input.useGet,
});

function take({ document, variables, token }) {
  const context = { requestPolicy: "network-only", fetchOptions: { headers: bearer(token) } };
  const parsed = gql(document);
  const isMutation = parsed.definitions.some(({ operation }) => operation === "mutation");
  return isMutation
    ? client.mutation(parsed, variables, context).toPromise()
    : client.query(parsed, variables, context).toPromise();
}

const answers = {};
for (const step of input.steps) {
  const { data, error } = await take(step);
  const errors = error?.networkError ? [error.networkError] : error?.graphQLErrors;
  answers[step.name] = { data: data ?? null, errors: plainErrors(errors) };
}
answer({ answers, requests });
