/** Names of websites and customer groups, where the API answers with their codes. */
import { useQuery } from "urql";
import { graphql } from "../../api/graphql";
import { useMay } from "../../session/viewer";

const NAMES = graphql(`
  query Names {
    websites { code name }
    customerGroups { code name }
  }
`);

export interface Names {
  website: (code: string) => string;
  group: (code: string) => string;
}

/** Says a code by its name; as it is where the token may not ask, and where it has been deleted. */
export function useNames(): Names {
  const may = useMay();
  const [{ data }] = useQuery({ query: NAMES, pause: !may("config:read"), requestPolicy: "cache-first" });
  const named = (of: readonly { code: string; name: string }[] = []) => (code: string) =>
    of.find((one) => one.code === code)?.name ?? code;
  return { website: named(data?.websites), group: named(data?.customerGroups) };
}
