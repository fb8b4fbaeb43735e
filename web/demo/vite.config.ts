/** How the demo shop is built: with the storefront kit from its sources, and nothing fetched from elsewhere. */
import { defineConfig } from "vite";

const kit = new URL("../../clients/storefront/src/", import.meta.url).pathname;

export default defineConfig({
  base: "/demo/",
  resolve: { alias: [{ find: /^guerdon-storefront\/(.*)$/, replacement: `${kit}$1.ts` }] },
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    // What is in it of others, and under which licence: `make sbom` reads it.
    license: { fileName: "licences.json" },
    modulePreload: false,
    reportCompressedSize: false,
  },
});
