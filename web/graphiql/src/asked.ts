/** A query in the address, `#query=…&variables=…`, as the demo shop links to what it has sent. */
import type { Tab } from "./examples";

/** Takes the query out of the address, which the next reload then has no more. */
export function takeAsked(): Tab | null {
  const asked = new URLSearchParams(window.location.hash.slice(1));
  const query = asked.get("query");
  if (query === null) return null;
  window.history.replaceState(null, "", window.location.pathname + window.location.search);
  return { query, variables: asked.get("variables") ?? "" };
}
