/** The bar that saves a cart rule, at the foot of the window while there is something to save. */
import { Button, Group, Paper, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { Problems } from "../../../components/Problems";
import { useCommonWords } from "../../../i18n";
import "../shared/bar.css";
import { ChangedMeanwhile } from "../shared/ChangedMeanwhile";
import { useSharedWords } from "../shared/words";
import { TryFirst } from "../whatif/TryFirst";
import type { useSaveRule } from "./useSaveRule";
import { useRuleWords } from "./words";

interface Props {
  saving: ReturnType<typeof useSaveRule>;
  isNew: boolean;
  onDiscard: () => void;
  onTheirs: () => void;
  onMine: () => void;
}

export function RuleBar({ saving, isNew, onDiscard, onTheirs, onMine }: Props): ReactNode {
  const t = useRuleWords();
  const common = useCommonWords();
  const shared = useSharedWords();
  return (
    <Paper withBorder shadow="md" p="sm" className="save-bar" role="region" aria-label={shared("unsaved")}>
      <Stack gap="xs">
        {saving.isStale && <ChangedMeanwhile onTheirs={onTheirs} onMine={onMine} />}
        <Problems of={saving.problems} />
        <Group justify="space-between">
          <Text size="sm">{t("changed")}</Text>
          <Group gap="xs">
            <TryFirst />
            {!isNew && (
              <Button variant="default" size="sm" onClick={onDiscard}>
                {shared("discard")}
              </Button>
            )}
            <Button type="submit" form="rule" size="sm" loading={saving.running}>
              {common("save")}
            </Button>
          </Group>
        </Group>
      </Stack>
    </Paper>
  );
}
