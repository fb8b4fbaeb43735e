/** The bar that saves changes, at the foot of the window while there are any. */
import { Button, Group, Paper, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { Problems } from "../../../components/Problems";
import { useCommonWords } from "../../../i18n";
import { ChangedMeanwhile } from "../shared/ChangedMeanwhile";
import { useSharedWords } from "../shared/words";
import { TryFirst } from "../whatif/TryFirst";
import type { Saving } from "./useSaveSettings";
import "../shared/bar.css";
import { useSettingWords } from "./words";

interface Props {
  count: number;
  saving: Saving;
  onSave: () => void;
  onDiscard: () => void;
  onTheirs: () => void;
  onMine: () => void;
}

export function SaveBar({ count, saving, onSave, onDiscard, onTheirs, onMine }: Props): ReactNode {
  const t = useSettingWords();
  const common = useCommonWords();
  const shared = useSharedWords();
  const wrong = Object.keys(saving.errors).length;
  return (
    <Paper withBorder shadow="md" p="sm" className="save-bar" role="region" aria-label={shared("unsaved")}>
      <Stack gap="xs">
        {saving.isStale && <ChangedMeanwhile onTheirs={onTheirs} onMine={onMine} />}
        <Problems of={wrong > 0 ? [...saving.problems, t("refused", { count: wrong })] : saving.problems} />
        <Group justify="space-between">
          <Text size="sm" role="status">
            {t("changed", { count })}
          </Text>
          <Group gap="xs">
            <TryFirst />
            <Button variant="default" size="sm" onClick={onDiscard}>
              {shared("discard")}
            </Button>
            <Button size="sm" loading={saving.running} onClick={onSave}>
              {common("save")}
            </Button>
          </Group>
        </Group>
      </Stack>
    </Paper>
  );
}
