// Types and texts of the kit's documents, generated from the schemas' snapshots: one module of TypeScript for each API,
// and the storefront's documents by their hash, for servers that run trusted documents only.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

// The tools are those that build GraphiQL: the kit has no packages of its own.
const require = createRequire(new URL("../../../web/package.json", import.meta.url));
const graphql = require("graphql");

const SCALARS = { ID: "string", String: "string", Int: "number", Float: "number", Boolean: "boolean" };
const HEAD = "// Generated from the schema by build/generate.mjs; `make web` writes it anew.\n\n";

const read = (path) => readFileSync(new URL(path, import.meta.url), "utf8");

/** Writes src/generated/<api>.ts from the API's snapshot and documents/<api>.graphql. */
function generate(api) {
  const schema = graphql.buildSchema(read(`../../../schema/${api}/snapshot.graphql`), { assumeValidSDL: true });
  const document = graphql.parse(read(`../documents/${api}.graphql`));
  const errors = graphql.validate(schema, document);
  if (errors.length > 0) throw new Error(errors.join("\n\n"));
  const module = new Module(schema, document);
  mkdirSync(new URL("../src/generated/", import.meta.url), { recursive: true });
  writeFileSync(new URL(`../src/generated/${api}.ts`, import.meta.url), module.text());
  return module;
}

/** The TypeScript of one API's documents. */
class Module {
  #schema;
  #fragments;
  #operations;
  #named = new Map(); // enums and inputs that the documents use: their TypeScript by name

  constructor(schema, document) {
    const kind = (wanted) => document.definitions.filter((definition) => definition.kind === wanted);
    this.#schema = schema;
    this.#fragments = new Map(kind("FragmentDefinition").map((one) => [one.name.value, one]));
    this.#operations = kind("OperationDefinition");
  }

  text() {
    const fragments = [...this.#fragments.values()].map((one) => this.#fragment(one));
    const operations = this.#operations.map((one) => this.#operation(one));
    const imports = 'import type { Document } from "../document.js";\n\n';
    return HEAD + imports + [...this.#named.values(), ...fragments, ...operations].join("\n");
  }

  /** The operations' whole texts by their SHA-256. */
  manifest() {
    const texts = this.#operations.map((one) => minified(one) + this.#spread(one).map(minified).join(""));
    return Object.fromEntries(texts.map((text) => [createHash("sha256").update(text).digest("hex"), text]));
  }

  #fragment(fragment) {
    const name = fragment.name.value;
    const type = this.#schema.getType(fragment.typeCondition.name.value);
    const text = JSON.stringify(minified(fragment));
    return (
      comment(type.description) +
      `export type ${name} = ${this.#selection(fragment.selectionSet, type)};\nconst text${name} = ${text};\n`
    );
  }

  #operation(operation) {
    const name = operation.name.value;
    const root = this.#schema.getRootType(operation.operation);
    const variables = (operation.variableDefinitions ?? []).map((one) => {
      const type = graphql.typeFromAST(this.#schema, one.type);
      return field(one.variable.name.value, this.#input(type), isOptional(type));
    });
    const used = this.#spread(operation).map((one) => ` + text${one.name.value}`).join("");
    const text = JSON.stringify(minified(operation));
    return (
      `export type ${name}Result = ${this.#selection(operation.selectionSet, root)};\n` +
      `export type ${name}Variables = { ${variables.join(" ")} };\n` +
      `export const ask${name} = (${text}${used}) as Document<${name}Result, ${name}Variables>;\n`
    );
  }

  #spread(operation) {
    return [...this.#used(operation)].map((name) => this.#fragments.get(name));
  }

  /** Names the fragments that a node spreads, also by way of others. */
  #used(node, found = new Set()) {
    graphql.visit(node, {
      FragmentSpread: ({ name }) => {
        if (!found.has(name.value)) this.#used(this.#fragments.get(name.value), found.add(name.value));
      },
    });
    return found;
  }

  #selection(set, type) {
    const spread = [];
    const fields = [];
    for (const one of set.selections) {
      if (one.kind === "FragmentSpread") spread.push(one.name.value);
      else if (one.kind === "Field") fields.push(this.#field(one, type));
      else throw new Error("Inline fragments are not built: the documents need none.");
    }
    return [...(fields.length > 0 ? [`{ ${fields.join(" ")} }`] : []), ...spread].join(" & ");
  }

  #field(node, parent) {
    const definition = parent.getFields()[node.name.value];
    const type = this.#output(definition.type, node.selectionSet);
    const isConditional = (node.directives ?? []).length > 0;
    return comment(definition.description) + field(node.alias?.value ?? node.name.value, type, isConditional);
  }

  #output(type, selection) {
    if (graphql.isNonNullType(type)) return this.#present(type.ofType, selection);
    return `${this.#present(type, selection)} | null`;
  }

  #present(type, selection) {
    if (graphql.isListType(type)) return `readonly (${this.#output(type.ofType, selection)})[]`;
    return selection ? this.#selection(selection, type) : this.#leaf(type);
  }

  #input(type) {
    if (graphql.isNonNullType(type)) return this.#given(type.ofType);
    return `${this.#given(type)} | null`;
  }

  #given(type) {
    if (graphql.isListType(type)) return `readonly (${this.#input(type.ofType)})[]`;
    return graphql.isInputObjectType(type) ? this.#inputObject(type) : this.#leaf(type);
  }

  #inputObject(type) {
    if (!this.#named.has(type.name)) {
      const fields = Object.values(type.getFields()).map(
        (one) => comment(one.description) + field(one.name, this.#input(one.type), isOptional(one.type, one)),
      );
      this.#named.set(type.name, `${comment(type.description)}export type ${type.name} = { ${fields.join(" ")} };\n`);
    }
    return type.name;
  }

  #leaf(type) {
    if (!graphql.isEnumType(type)) return SCALARS[type.name];
    const values = type.getValues().map((one) => JSON.stringify(one.name));
    this.#named.set(type.name, `${comment(type.description)}export type ${type.name} = ${values.join(" | ")};\n`);
    return type.name;
  }
}

const minified = (node) => graphql.stripIgnoredCharacters(graphql.print(node));
const field = (name, type, isLeftOut) => `readonly ${name}${isLeftOut ? "?" : ""}: ${type};`;
const isOptional = (type, input) => !graphql.isNonNullType(type) || input?.defaultValue !== undefined;
const comment = (text) => (text ? `\n/** ${text.replace(/\s+/g, " ").replaceAll("*/", "* /")} */\n` : "");

generate("admin");
const manifest = JSON.stringify(generate("storefront").manifest(), null, 2);
writeFileSync(new URL("../src/generated/persisted-documents.json", import.meta.url), `${manifest}\n`);
