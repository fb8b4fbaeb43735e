/** How the admin app is built: the shell first, each room of screens apart, nothing fetched from elsewhere. */
import { defineConfig } from "vite";

export default defineConfig({
  base: "/admin/",
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    // What is in it of others, and under which licence: `make sbom` reads it.
    license: { fileName: "licences.json" },
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1000,
    manifest: "manifest.json",
    rollupOptions: {
      // React's "use client" means nothing in a bundle for the browser.
      onwarn: (warning, warn) => {
        if (warning.code !== "MODULE_LEVEL_DIRECTIVE") warn(warning);
      },
    },
  },
});
