/** A table that scrolls by itself where it is too wide, by keyboard too. */
import { Table } from "@mantine/core";
import type { ReactNode } from "react";

interface Props {
  /** The id of the heading that names it. */
  labelledBy: string;
  minWidth: number;
  children: ReactNode;
}

export function WideTable({ labelledBy, minWidth, children }: Props): ReactNode {
  return (
    <Table.ScrollContainer minWidth={minWidth} type="native" tabIndex={0} role="group" aria-labelledby={labelledBy}>
      <Table aria-labelledby={labelledBy}>{children}</Table>
    </Table.ScrollContainer>
  );
}
