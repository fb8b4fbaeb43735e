/** Orphan points, whose website was deleted: moved to another one, or written off. */
import { Alert, Button, Group, Select, Stack, Text } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { useQuery } from "urql";
import { useCommand } from "../../api/useCommand";
import { Icon } from "../../components/icons";
import { May } from "../../components/May";
import { ReasonedConfirm } from "../../components/ReasonedConfirm";
import { DELETE_ORPHANS, MOVE_ORPHANS, WEBSITES } from "./commands";
import type { Account } from "./documents";
import { useWords } from "./words";

export function OrphanNote({ account }: { account: Account }): ReactNode {
  const t = useWords();
  const [opened, setOpened] = useState<"move" | "delete" | null>(null);
  const close = (): void => setOpened(null);
  return (
    <Alert variant="default" icon={<Icon name="alert" />} title={t("orphanTitle", { website: account.websiteCode })}>
      <Stack gap="sm" align="start">
        <Text size="sm">{t("orphanText")}</Text>
        {account.balance > 0 && (
          <May scope="points:write">
            <Group gap="xs">
              <Button size="xs" onClick={() => setOpened("move")}>
                {t("orphanMove")}
              </Button>
              <Button size="xs" variant="default" onClick={() => setOpened("delete")}>
                {t("orphanDelete")}
              </Button>
            </Group>
          </May>
        )}
      </Stack>
      <Move account={account} opened={opened === "move"} onClose={close} />
      <Delete account={account} opened={opened === "delete"} onClose={close} />
    </Alert>
  );
}

interface DialogProps {
  account: Account;
  opened: boolean;
  onClose: () => void;
}

function Move({ account, opened, onClose }: DialogProps): ReactNode {
  const t = useWords();
  const { customerId, websiteCode: from, balance } = account;
  const [{ data }] = useQuery({ query: WEBSITES, pause: !opened });
  const [to, setTo] = useState<string | null>(null);
  const move = useCommand(MOVE_ORPHANS, { payload: (answer) => answer.orphanPointsMove, success: t("moved") });
  const preview = (
    <Stack>
      <Text>{t("orphanMoveText", { points: balance })}</Text>
      <Select
        label={t("moveTo")}
        withAsterisk
        data={(data?.websites ?? []).map(({ code, name }) => ({ value: code, label: name }))}
        value={to}
        onChange={setTo}
      />
    </Stack>
  );
  return (
    <ReasonedConfirm
      opened={opened}
      onClose={onClose}
      title={t("orphanMoveTitle", { website: from })}
      preview={preview}
      confirmLabel={t("orphanMove")}
      disabled={to === null}
      onConfirm={async () => (await move.run((key) => ({ customerId, from, to: to ?? "", key }))) !== null}
      problems={move.problems}
    />
  );
}

function Delete({ account, opened, onClose }: DialogProps): ReactNode {
  const t = useWords();
  const { customerId, websiteCode: from, balance } = account;
  const remove = useCommand(DELETE_ORPHANS, { payload: (data) => data.orphanPointsDelete, success: t("writtenOff") });
  return (
    <ReasonedConfirm
      opened={opened}
      onClose={onClose}
      title={t("orphanDeleteTitle", { website: from })}
      preview={<Text>{t("orphanDeleteText", { points: balance })}</Text>}
      confirmLabel={t("orphanDelete")}
      danger
      onConfirm={async () => (await remove.run((key) => ({ customerId, from, key }))) !== null}
      problems={remove.problems}
    />
  );
}
