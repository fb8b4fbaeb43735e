/** How GraphiQL reaches the API: POST for queries and mutations, a WebSocket for subscriptions. */
import { createGraphiQLFetcher, type Fetcher } from "@graphiql/toolkit";
import { type Credentials, credentialHeaders } from "./credentials";

/** A fetcher that signs each request; headers typed into GraphiQL's own editor win over the bar's. */
export function createFetcher(endpoint: string, credentials: Credentials): Fetcher {
  const url = new URL(endpoint, window.location.href);
  const headers = credentialHeaders(credentials);
  return createGraphiQLFetcher({
    url: url.href,
    subscriptionUrl: url.href.replace(/^http/, "ws"),
    headers,
    wsConnectionParams: headers,
    enableIncrementalDelivery: false,
  });
}
