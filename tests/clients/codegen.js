// Writes typed documents with GraphQL Code Generator's client preset, as its command does.

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

import { preset } from "@graphql-codegen/client-preset";
import { codegen } from "@graphql-codegen/core";
import { buildSchema, parse } from "graphql";

import { answer, input } from "./input.js";

const config = { strictScalars: true, scalars: input.scalars };
const documents = Object.entries(input.documents).map(([location, text]) => ({
  location,
  document: parse(text),
  rawSDL: text,
}));
const files = await preset.buildGeneratesSection({
  baseOutputDir: `${input.directory}/`,
  schema: parse(input.schema),
  // A federated schema uses directives that only its gateway defines.
  schemaAst: buildSchema(input.schema, { assumeValidSDL: true }),
  documents,
  config,
  presetConfig: { fragmentMasking: false },
  plugins: [],
  pluginMap: {},
});
for (const file of files) {
  mkdirSync(dirname(file.filename), { recursive: true });
  writeFileSync(file.filename, await codegen(file));
}
answer(files.map(({ filename }) => filename));
