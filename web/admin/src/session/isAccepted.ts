/** Whether the admin API accepts a token, asked before the session begins with it. */
import { configuration } from "../configuration";

export async function isAccepted(token: string): Promise<boolean> {
  // What no header can carry is no token.
  if (!/^[\x21-\x7e]+$/.test(token)) return false;
  const response = await fetch(configuration.endpoint, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: "{ viewer { subject } }" }),
  });
  const answer = (await response.json()) as { data?: { viewer?: unknown } | null };
  return answer.data?.viewer != null;
}
