/** How the page is built: one script, one stylesheet, nothing fetched from elsewhere. */
import { defineConfig, type Plugin } from "vite";

/** GraphiQL's stylesheet carries 350 kB of fonts; the page uses the system's (see src/page.css). */
function withoutBundledFonts(): Plugin {
  return {
    name: "without-bundled-fonts",
    enforce: "pre",
    transform: (code, id) =>
      id.endsWith("graphiql/dist/style.css") ? code.replace(/@font-face\s*\{[^}]*\}/g, "") : null,
  };
}

export default defineConfig({
  base: "/",
  plugins: [withoutBundledFonts()],
  resolve: { alias: { "react-remove-scroll": "/src/scroll.ts" } },
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    // What is in it of others, and under which licence: `make sbom` reads it.
    license: { fileName: "licences.json" },
    modulePreload: false,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2000,
    rollupOptions: {
      output: { inlineDynamicImports: true },
      // React's "use client" means nothing in a bundle for the browser.
      onwarn: (warning, warn) => {
        if (warning.code !== "MODULE_LEVEL_DIRECTIVE") warn(warning);
      },
    },
  },
});
