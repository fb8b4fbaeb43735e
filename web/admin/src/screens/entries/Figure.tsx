/** A number of points with what it is and what that means. */
import { Paper, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { Points } from "../../components/amounts";

interface Props {
  label: string;
  points: number;
  help: string;
  /** The one that is looked for first. */
  strong?: boolean;
}

export function Figure({ label, points, help, strong = false }: Props): ReactNode {
  return (
    <Paper withBorder p={{ base: "sm", sm: "md" }}>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Points
        value={points}
        fw={strong ? 700 : 600}
        fz={strong ? "clamp(1.1rem, 5vw, 1.75rem)" : "clamp(1.1rem, 4.5vw, 1.35rem)"}
        display="block"
        lh={1.3}
        // Two thousand million points on a phone take two lines rather than the page's edge.
        style={{ whiteSpace: "normal", overflowWrap: "anywhere" }}
      />
      <Text size="xs" c="dimmed">
        {help}
      </Text>
    </Paper>
  );
}
