// Signs in, subscribes to a customer's balance, gives points by the admin API, and answers the balances seen.

import { createClient as overSse } from "graphql-sse";
import { createClient as overWebSocket } from "graphql-ws";
import WebSocket from "ws";

import { answer, bearer, input } from "./input.js";

const SECONDS_TO_SUBSCRIBE = 1;
const SECONDS_TO_SEE = 20;
const GIVEN = 7;

const BALANCE = "query { customer { reward_points { balance { points } } } }";
const CHANGES = "subscription { reward_points_changed { balance { points } } }";
const GIVE = `mutation ($input: PointsAdjustInput!) {
  pointsAdjust(input: $input) { userErrors { message } }
}`;

const clients = {
  "graphql-ws": () =>
    overWebSocket({
      url: input.storefront.replace("http", "ws"),
      webSocketImpl: WebSocket,
      connectionParams: bearer(input.customerToken),
      retryAttempts: 0,
    }),
  "graphql-sse": () =>
    overSse({
      url: input.storefront,
      headers: bearer(input.customerToken),
      retryAttempts: 0,
    }),
};

async function ask(url, token, query, variables) {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...bearer(token) },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()).data;
}

async function givePoints() {
  // Neither protocol says when a subscription has begun.
  await new Promise((resolve) => setTimeout(resolve, SECONDS_TO_SUBSCRIBE * 1000));
  const adjustment = { customerId: input.customer, websiteCode: "us", points: GIVEN };
  const variables = { input: { ...adjustment, idempotencyKey: input.client } };
  const { pointsAdjust } = await ask(input.admin, input.adminToken, GIVE, variables);
  if (pointsAdjust.userErrors.length) throw new Error(pointsAdjust.userErrors[0].message);
}

setTimeout(() => {
  throw new Error(`No new balance came in ${SECONDS_TO_SEE} s, but ${JSON.stringify(balances)}.`);
}, SECONDS_TO_SEE * 1000).unref();

const { customer } = await ask(input.storefront, input.customerToken, BALANCE);
const expected = customer.reward_points.balance.points + GIVEN;
const balances = [];
const client = clients[input.client]();
givePoints();
for await (const { data, errors } of client.iterate({ query: CHANGES })) {
  if (errors) throw new Error(JSON.stringify(errors));
  balances.push(data.reward_points_changed.balance.points);
  if (balances.at(-1) === expected) break;
}
await client.dispose();
answer({ balances, expected });
