/** What the import asks the API. */
import { graphql, type ResultOf, type VariablesOf } from "../../api/graphql";

export const IMPORT_PART = graphql(`
  mutation ImportPart($input: BalanceFilePartInput!) {
    balanceFileImport(input: $input) {
      userErrors {
        message
        path
        code
      }
      rows
      imported
      csvHeading
      replayed
      refused {
        line
        field
        code
        message
        csv
      }
    }
  }
`);

export const FILES = graphql(`
  query BalanceFiles {
    balanceFiles {
      digest
      fileName
      rowsDone
      imported
      refused
      begunAt
      finishedAt
    }
  }
`);

export const WEBSITES = graphql(`
  query ImportWebsites {
    websites {
      code
      name
    }
  }
`);

export type PartInput = VariablesOf<typeof IMPORT_PART>["input"];
export type PartAnswer = ResultOf<typeof IMPORT_PART>["balanceFileImport"];
export type Refused = PartAnswer["refused"][number];
