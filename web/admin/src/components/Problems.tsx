/** What is wrong with a command and belongs to no field. */
import { Alert } from "@mantine/core";
import type { ReactNode } from "react";

export function Problems({ of }: { of: readonly string[] }): ReactNode {
  if (of.length === 0) return null;
  return (
    <Alert color="red" role="alert">
      {of.map((problem) => (
        <div key={problem}>{problem}</div>
      ))}
    </Alert>
  );
}
