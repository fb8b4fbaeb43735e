/** What may be wider than the screen: it scrolls by itself, by keyboard too. */
import { Box } from "@mantine/core";
import type { ReactNode } from "react";

export function Wide({ label, children }: { label: string; children: ReactNode }): ReactNode {
  return (
    <Box role="region" aria-label={label} tabIndex={0} className="wide">
      {children}
    </Box>
  );
}
