// The kit's modules for browsers, from src/ into the folder named on the command line: one file for each entry.
import { createRequire } from "node:module";

const require = createRequire(new URL("../../../web/package.json", import.meta.url));
const { build } = require("esbuild");

// The client is one file that all others import, so that a page has it once.
const oneClient = {
  name: "one client",
  setup({ onResolve }) {
    onResolve({ filter: /\/(client|elements)\.js$/ }, ({ path }) => ({ path: `./${path.split("/").pop()}`, external: true }));
  },
};

await build({
  entryPoints: ["client", "elements", "dropin", "ucp", "words/de", "words/es", "words/sv"].map((name) => `src/${name}.ts`),
  outbase: "src",
  outdir: process.argv[2],
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  plugins: [oneClient],
  logLevel: "warning",
});
