/** How the app looks: Mantine's theme with the product's colour. */
import { Badge, createTheme, type CSSVariablesResolver, type MantineColorsTuple } from "@mantine/core";

// From the icon's teal, lightest first.
const teal: MantineColorsTuple = [
  "#effcf9", "#d9f5ef", "#b0ebdf", "#83e0cd", "#5dd4bc", "#33b8a0", "#149283", "#0f766e", "#0b5f59", "#084844",
];

export const theme = createTheme({
  primaryColor: "brand",
  primaryShade: { light: 7, dark: 7 },
  autoContrast: true,
  colors: { brand: teal },
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif",
  defaultRadius: "md",
  headings: { fontWeight: "650", sizes: { h1: { fontSize: "1.6rem" }, h2: { fontSize: "1.2rem" }, h3: { fontSize: "1rem" } } },
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    Badge: Badge.extend({ defaultProps: { tt: "none", miw: "max-content", fw: 600 } }),
  },
});

/** Mantine's own grey, and its coloured words on pale grounds, have too little contrast for small text. */
export const variables: CSSVariablesResolver = ({ colors }) => ({
  variables: {},
  light: {
    ...Object.fromEntries(
      Object.entries(colors).flatMap(([name, shades]) => {
        const word = `color-mix(in srgb, ${shades[9]} 70%, black)`;
        return [
          [`--mantine-color-${name}-light-color`, word],
          [`--mantine-color-${name}-text`, word],
        ];
      }),
    ),
    "--mantine-color-dimmed": colors.gray[7],
    "--mantine-color-placeholder": colors.gray[7],
    "--mantine-color-error": colors.red[9],
    "--mantine-color-green-text": "#1f6b2e",
    "--mantine-color-red-text": colors.red[9],
  },
  dark: {
    "--mantine-color-dimmed": colors.dark[1],
    "--mantine-color-placeholder": colors.dark[2],
    "--mantine-color-error": colors.red[4],
  },
});
