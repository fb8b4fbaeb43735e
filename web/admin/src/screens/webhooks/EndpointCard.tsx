/** An endpoint: where it is, what it is told of, and what can be done with it. */
import { Alert, Badge, Button, Group, Paper, Stack, Text } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { Link } from "wouter";
import { useCommand } from "../../api/useCommand";
import { DateText } from "../../components/amounts";
import { Icon } from "../../components/icons";
import { May } from "../../components/May";
import { ReasonedConfirm } from "../../components/ReasonedConfirm";
import { useCommonWords } from "../../i18n";
import { DELETE_ENDPOINT, ROTATE, type Endpoint } from "./documents";
import { useWords } from "./words";

interface Props {
  endpoint: Endpoint;
  onEdit: () => void;
  onSecret: (secret: string | null) => void;
  onChanged: () => void;
}

export function EndpointCard({ endpoint, onEdit, onSecret, onChanged }: Props): ReactNode {
  const t = useWords();
  const common = useCommonWords();
  const [asking, setAsking] = useState<"rotate" | "delete" | null>(null);
  const rotate = useCommand(ROTATE, { payload: (data) => data.webhookSecretRotate, onDone: (data) => onSecret(data.webhookSecretRotate.secret ?? null) });
  const remove = useCommand(DELETE_ENDPOINT, { payload: (data) => data.webhookEndpointDelete, success: t("deleted"), onDone: onChanged });
  const { id, url, events, websiteCodes, enabled, disabledReason, createdAt } = endpoint;
  return (
    <Paper withBorder p="md" component="section" aria-label={url}>
      <Stack gap="sm">
        <Group justify="space-between" align="start" wrap="nowrap">
          <Text fw={600} className="long">{url}</Text>
          <Badge variant={enabled ? "filled" : "outline"} color={enabled ? "brand" : "gray"} style={{ flexShrink: 0 }}>{enabled ? t("on") : t("off")}</Badge>
        </Group>
        {disabledReason != null && (
          <Alert color="red" icon={<Icon name="alert" />} title={t("disabled")}>
            <span className="long">{disabledReason}</span>
            <div>{t("disabledHelp")}</div>
          </Alert>
        )}
        <Group gap="xs">
          {events.length === 0 ? <Badge variant="outline" color="gray">{t("allEvents")}</Badge> : events.map((event) => <Badge key={event} variant="outline" color="gray" tt="none">{event}</Badge>)}
        </Group>
        <Text size="sm" c="dimmed" className="long">
          {websiteCodes.length === 0 ? t("allWebsites") : t("onlyWebsites", { codes: websiteCodes.join(", ") })} · <DateText instant={createdAt} />
        </Text>
        <Group gap="xs">
          <May scope="config:write">
            <Button size="xs" variant="default" leftSection={<Icon name="pencil" size={14} />} onClick={onEdit}>{common("edit")}</Button>
            <Button size="xs" variant="default" leftSection={<Icon name="refresh" size={14} />} onClick={() => setAsking("rotate")}>{t("rotate")}</Button>
            <Button size="xs" variant="default" leftSection={<Icon name="trash" size={14} />} onClick={() => setAsking("delete")}>{common("remove")}</Button>
          </May>
          <May scope="reports:read">
            <Button size="xs" variant="subtle" component={Link} href={`/webhooks/deliveries?endpoint=${encodeURIComponent(id)}`}>{t("itsDeliveries")}</Button>
          </May>
        </Group>
      </Stack>
      <ReasonedConfirm opened={asking === "rotate"} onClose={() => setAsking(null)} title={t("rotate")} preview={t("rotatePreview")} confirmLabel={t("rotate")}
        problems={rotate.problems} onConfirm={async () => (await rotate.run({ id })) !== null} />
      <ReasonedConfirm opened={asking === "delete"} onClose={() => setAsking(null)} title={t("deleteTitle")} preview={t("deletePreview", { url })} confirmLabel={common("remove")}
        danger problems={remove.problems} onConfirm={async () => (await remove.run({ id })) !== null} />
    </Paper>
  );
}
