/**
 * Prove the examples against the two schemas: `npm test -- STOREFRONT.graphql ADMIN.graphql`.
 * Each document is valid, holds one named operation within the API's limits, and its variables
 * are the declared ones and fit their types. Prints what is wrong and exits 1.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { buildSchema, getVariableValues, Kind, parse, validate } from "graphql";

const DOCUMENT_CHARACTERS = 15_000;
const examples = new URL("examples/", import.meta.url);

function problemsOf(schema, document, variables) {
  const parsed = parse(document, { maxTokens: 1_000 });
  const operations = parsed.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  const [operation] = operations;
  if (operations.length !== 1 || !operation.name) return ["must hold one named operation"];
  const declared = operation.variableDefinitions.map(({ variable }) => variable.name.value);
  const undeclared = Object.keys(variables).filter((name) => !declared.includes(name));
  const errors = getVariableValues(schema, operation.variableDefinitions, variables).errors ?? [];
  return [
    ...(document.length > DOCUMENT_CHARACTERS ? ["is too long"] : []),
    ...undeclared.map((name) => `has a value for the undeclared variable ${name}`),
    ...[...validate(schema, parsed), ...errors].map(({ message }) => message),
  ];
}

function checkApi(api, schemaPath) {
  // Directives of federation are used in an exported schema but not all declared.
  const schema = buildSchema(readFileSync(schemaPath, "utf8"), { assumeValidSDL: true });
  const folder = new URL(`${api}/`, examples);
  const names = readdirSync(folder).filter((name) => name.endsWith(".graphql"));
  const problems = names.flatMap((name) => {
    const variablesFile = new URL(name.replace(/graphql$/, "json"), folder);
    const variables = existsSync(variablesFile) ? JSON.parse(readFileSync(variablesFile, "utf8")) : {};
    const document = readFileSync(new URL(name, folder), "utf8");
    return problemsOf(schema, document, variables).map((problem) => `${api}/${name}: ${problem}`);
  });
  return { count: names.length, problems };
}

const [storefront, admin] = process.argv.slice(2);
if (!admin) {
  console.error("usage: npm test -- STOREFRONT.graphql ADMIN.graphql");
  process.exit(2);
}
const results = [checkApi("storefront", storefront), checkApi("admin", admin)];
const problems = results.flatMap((result) => result.problems);
problems.forEach((problem) => console.error(problem));
if (problems.length > 0) process.exit(1);
console.log(`${results.reduce((sum, { count }) => sum + count, 0)} examples fit their schemas.`);
