/** A word when the network is gone. */
import { Alert } from "@mantine/core";
import { useNetwork } from "@mantine/hooks";
import type { ReactNode } from "react";
import { useCommonWords } from "../i18n";

export function OfflineNote(): ReactNode {
  const t = useCommonWords();
  const { online } = useNetwork();
  return (
    <div role="status">
      {!online && (
        <Alert color="yellow" mb="md">
          {t("offline")}
        </Alert>
      )}
    </div>
  );
}
