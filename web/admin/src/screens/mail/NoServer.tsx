/** Why mail waits where no mail server is set. */
import { Alert } from "@mantine/core";
import type { ReactNode } from "react";
import { Icon } from "../../components/icons";
import { configuration } from "../../configuration";
import { useWords } from "./words";

export function NoServer(): ReactNode {
  const t = useWords();
  if (configuration.sendsMail) return null;
  return (
    <Alert variant="default" icon={<Icon name="alert" />} title={t("noServer")}>
      {t("noServerHelp")}
    </Alert>
  );
}
