/** The example documents of web/graphiql/examples, which a test of the server runs too. */
import type { Api } from "./configuration";

export interface Tab {
  query: string;
  variables: string;
}

const documents = import.meta.glob<string>("../examples/*/*.graphql", {
  query: "?raw",
  import: "default",
  eager: true,
});
const variables = import.meta.glob<string>("../examples/*/*.json", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** One tab per document, by file name; `name.json` holds the variables of `name.graphql`. */
export function exampleTabs(api: Api): Tab[] {
  return Object.keys(documents)
    .filter((path) => path.startsWith(`../examples/${api}/`))
    .sort()
    .map((path) => ({
      query: (documents[path] ?? "").trimEnd(),
      variables: (variables[path.replace(/graphql$/, "json")] ?? "").trimEnd(),
    }));
}
