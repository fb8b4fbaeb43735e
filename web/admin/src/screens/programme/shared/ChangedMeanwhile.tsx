/** The word that somebody else has changed what is being edited: look at theirs, or write yours over it. */
import { Alert, Button, Group, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { Icon } from "../../../components/icons";
import { useSharedWords } from "./words";

export function ChangedMeanwhile({ onTheirs, onMine }: { onTheirs: () => void; onMine: () => void }): ReactNode {
  const t = useSharedWords();
  return (
    <Alert role="alert" color="yellow" variant="light" title={t("changedTitle")} icon={<Icon name="alert" />}>
      <Text size="sm" mb="sm">
        {t("changedText")}
      </Text>
      <Group gap="xs">
        <Button size="xs" variant="default" onClick={onTheirs}>
          {t("showTheirs")}
        </Button>
        <Button size="xs" variant="subtle" color="gray" onClick={onMine}>
          {t("saveMine")}
        </Button>
      </Group>
    </Alert>
  );
}
