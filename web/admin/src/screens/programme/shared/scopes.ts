/** Websites and customer groups: what the programme's screens choose from. */
import { useQuery } from "urql";
import { graphql, type ResultOf } from "../../../api/graphql";

const SCOPES = graphql(`
  query ProgrammeScopes {
    websites {
      code
      name
      baseCurrency
      timeZone
      isDefault
      storeViewCodes
    }
    customerGroups {
      code
      name
    }
  }
`);

export type Scopes = ResultOf<typeof SCOPES>;
export type Website = Scopes["websites"][number];
export type CustomerGroup = Scopes["customerGroups"][number];

export function useScopes() {
  return useQuery({ query: SCOPES, variables: {} });
}

/** What a Select offers: names, with the code where the name does not say it. */
export function options(of: readonly { code: string; name: string }[]): { value: string; label: string }[] {
  return of.map(({ code, name }) => ({ value: code, label: name.toLowerCase() === code.toLowerCase() ? name : `${name} (${code})` }));
}

export function nameOf(of: readonly { code: string; name: string }[], code: string): string {
  return of.find((one) => one.code === code)?.name ?? code;
}
