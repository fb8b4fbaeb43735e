// Takes the steps of a journey with Apollo Client, as a storefront has it set up.

import { ApolloClient, HttpLink, InMemoryCache, gql } from "@apollo/client";

import { answer, bearer, input, notingFetch, plainErrors } from "./input.js";

// Apollo's own recipe: without it the cache cannot match fragments on interfaces.
async function readPossibleTypes() {
  const response = await fetch(input.url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: "{ __schema { types { kind name possibleTypes { name } } } }" }),
  });
  const { data } = await response.json();
  return Object.fromEntries(
    data.__schema.types
      .filter(({ possibleTypes }) => possibleTypes)
      .map(({ name, possibleTypes }) => [name, possibleTypes.map((type) => type.name)]),
  );
}

// Adobe's types have no ids here; Apollo asks to say that a customer has one account, a cart one set of totals.
const typePolicies = { RewardPoints: { merge: true }, CartPrices: { merge: true } };

const warnings = [];
console.warn = console.error = (...words) => warnings.push(words.map(String).join(" "));

const requests = [];
const client = new ApolloClient({
  cache: new InMemoryCache({ possibleTypes: await readPossibleTypes(), typePolicies }),
  link: new HttpLink({
    uri: input.url,
    fetch: notingFetch(requests),
    useGETForQueries: input.useGet,
  }),
});

function take({ document, variables, token }) {
  const context = { headers: bearer(token) };
  const common = { variables, context, errorPolicy: "all" };
  const parsed = gql(document);
  const isMutation = parsed.definitions.some(({ operation }) => operation === "mutation");
  return isMutation
    ? client.mutate({ mutation: parsed, ...common })
    : client.query({ query: parsed, fetchPolicy: "network-only", ...common });
}

const answers = {};
const cached = {};
for (const step of input.steps) {
  const { data, error } = await take(step);
  answers[step.name] = { data: data ?? null, errors: plainErrors(error?.errors ?? (error && [error])) };
  // What the page shows of the cart without asking again.
  if (input.watched) {
    const { document, variables } = input.watched;
    cached[step.name] = client.readQuery({ query: gql(document), variables });
  }
}
client.stop();
answer({ answers, requests, cached, warnings });
