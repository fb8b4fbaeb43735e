/** The client of the admin API: it sends the session's token, renews it in time, and ends the session when refused. */
import { cacheExchange, Client, fetchExchange, mapExchange, type CombinedError, type Operation } from "@urql/core";
import { authExchange } from "@urql/exchange-auth";
import { configuration } from "../configuration";
import { isDue, renew } from "../session/provider";
import { currentSession, end } from "../session/session";

function isRefused(error: CombinedError | undefined): boolean {
  return (
    error?.response?.status === 401 ||
    (error?.graphQLErrors.some((one) => one.extensions["code"] === "UNAUTHENTICATED") ?? false)
  );
}

/** A client with an empty cache: each session has its own. */
export function makeClient(): Client {
  return new Client({
    url: configuration.endpoint,
    preferGetMethod: false,
    requestPolicy: "cache-and-network",
    exchanges: [
      cacheExchange,
      mapExchange({
        onError: (error) => {
          if (isRefused(error)) end("ended");
        },
      }),
      authExchange(async (utilities) => ({
        addAuthToOperation: (operation: Operation) => {
          const session = currentSession();
          if (session.state === "out") return operation;
          return utilities.appendHeaders(operation, { authorization: `Bearer ${session.tokens.access}` });
        },
        willAuthError: () => {
          const session = currentSession();
          return session.state === "in" && session.tokens.refresh !== undefined && isDue(session.tokens);
        },
        didAuthError: (error) => {
          const session = currentSession();
          return session.state === "in" && session.tokens.refresh !== undefined && isRefused(error);
        },
        refreshAuth: async () => {
          // Whatever fails here: the API is asked with the old token and says whether it still serves.
          await renew().catch(() => undefined);
        },
      })),
      fetchExchange,
    ],
  });
}
