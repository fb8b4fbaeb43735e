/** The way over to GraphiQL: a call of the shop's opens there in a tab of its own, signed in as the customer. */
import type { Call } from "../sent";
import { currentVisit } from "../state";
import { pretty } from "./Sent";

/** GraphiQL reads the query from the address, which is sent nowhere, and the token from where it keeps its own. */
export function openInGraphiQL({ by, query, variables }: Call): void {
  const endpoint = by === "backend" ? "/graphql/admin" : "/graphql";
  const { token, store } = currentVisit();
  if (by === "storefront") {
    localStorage.setItem(`guerdon ${endpoint} token`, token ?? "");
    localStorage.setItem(`guerdon ${endpoint} store`, store);
  }
  const asked = new URLSearchParams({ query: pretty(query), variables: JSON.stringify(variables, null, 2) });
  window.open(`${endpoint}#${asked}`, "_blank", "noopener");
}
