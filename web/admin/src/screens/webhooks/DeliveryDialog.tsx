/** One delivery: what was sent, what came back, and a button that sends it once more. */
import { Alert, Button, Code, Group, Modal, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useCommand } from "../../api/useCommand";
import { DateText } from "../../components/amounts";
import { CopyId } from "../../components/CopyId";
import { Icon } from "../../components/icons";
import { May } from "../../components/May";
import { Problems } from "../../components/Problems";
import { useCommonWords } from "../../i18n";
import { REPLAY, type Delivery } from "./documents";
import { useWords } from "./words";

export function DeliveryDialog({ delivery, onClose }: { delivery: Delivery | null; onClose: () => void }): ReactNode {
  const common = useCommonWords();
  return (
    <Modal opened={delivery !== null} onClose={onClose} title={delivery?.type} closeButtonProps={{ "aria-label": common("close") }} size="xl">
      {delivery !== null && <Content delivery={delivery} onClose={onClose} />}
    </Modal>
  );
}

function Content({ delivery, onClose }: { delivery: Delivery; onClose: () => void }): ReactNode {
  const t = useWords();
  const common = useCommonWords();
  const replay = useCommand(REPLAY, { payload: (data) => data.webhookReplay, success: t("replayed"), onDone: onClose });
  return (
    <Stack>
      {delivery.lastError != null && <Alert color="red" icon={<Icon name="alert" />} title={t("lastError")}><span className="long">{delivery.lastError}</span></Alert>}
      <Group gap="lg">
        <Text size="sm">{t("created")}: <DateText instant={delivery.createdAt} withTime /></Text>
        <Text size="sm">{t("delivered")}: <DateText instant={delivery.deliveredAt} withTime /></Text>
        <Text size="sm">{t("attempts")}: {delivery.attempts}</Text>
        <Text size="sm">{t("answer")}: {delivery.responseStatus == null ? "–" : `HTTP ${delivery.responseStatus}`}</Text>
      </Group>
      <Text size="sm" component="div">webhook-id: <CopyId id={delivery.messageId} /></Text>
      <Code block mah={360} style={{ overflow: "auto" }} tabIndex={0} aria-label={t("payload")}>{JSON.stringify(delivery.payload, null, 2)}</Code>
      <Text size="sm" c="dimmed">{t("replayHelp")}</Text>
      <Problems of={replay.problems} />
      <Group justify="end">
        <Button variant="default" onClick={onClose}>{common("close")}</Button>
        <May scope="config:write">
          <Button leftSection={<Icon name="refresh" />} loading={replay.running} onClick={() => void replay.run({ id: delivery.id })}>{t("replay")}</Button>
        </May>
      </Group>
    </Stack>
  );
}
