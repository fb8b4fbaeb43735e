/** The way from a bar that saves to the example that shows what it will do. */
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useWhatIfWords } from "./words";

export function TryFirst(): ReactNode {
  const t = useWhatIfWords();
  const go = (): void => {
    const title = document.getElementById("what-if");
    title?.scrollIntoView({ block: "start" });
    title?.focus({ preventScroll: true });
  };
  return (
    <Button variant="subtle" size="sm" onClick={go}>
      {t("tryFirst")}
    </Button>
  );
}
