/** What is shown while there is nothing to show yet. */
import { Center, Loader } from "@mantine/core";
import type { ReactNode } from "react";

export function Loading(): ReactNode {
  return (
    <Center mih={160} role="status" aria-busy="true">
      <Loader type="dots" />
    </Center>
  );
}
