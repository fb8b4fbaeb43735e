/**
 * Two at once: before what is on the screen is written, the newest is asked for. If somebody else has changed it since,
 * nothing is written and the newest is shown.
 */
import type { TypedDocumentNode } from "@urql/core";
import { useCallback } from "react";
import { useClient, type AnyVariables } from "urql";

/** Tests whether what `pick` takes of the answer is still as it was when it was shown. */
export function useStillSo<Data, Variables extends AnyVariables>(
  query: TypedDocumentNode<Data, Variables>,
): (variables: Variables, pick: (data: Data) => unknown, shown: unknown) => Promise<boolean> {
  const client = useClient();
  return useCallback(
    async (variables, pick, shown) => {
      const { data } = await client.query(query, variables, { requestPolicy: "network-only" }).toPromise();
      // Without an answer the command itself will say what is wrong.
      return data === undefined || JSON.stringify(pick(data) ?? null) === JSON.stringify(shown ?? null);
    },
    [client, query],
  );
}
