/** An order's status, in the colour of what it means for the points. */
import { Badge } from "@mantine/core";
import type { ReactNode } from "react";
import { useStatusName } from "../entries/status";

const COLORS: Record<string, string> = {
  pending: "yellow",
  processing: "blue",
  complete: "green",
  canceled: "gray",
  closed: "gray",
};

export function StatusBadge({ status }: { status: string }): ReactNode {
  const name = useStatusName();
  return (
    <Badge variant="dot" color={COLORS[status] ?? "gray"} tt="none">
      {name(status)}
    </Badge>
  );
}
