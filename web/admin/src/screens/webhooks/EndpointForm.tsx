/** The form of an endpoint, new or known. */
import { Button, Checkbox, Group, Modal, Stack, Switch, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { ReactNode } from "react";
import { useCommand } from "../../api/useCommand";
import { Problems } from "../../components/Problems";
import { useCommonWords } from "../../i18n";
import { PUT_ENDPOINT, type Endpoint, type Setup } from "./documents";
import { useWords } from "./words";

interface Props {
  setup: Setup;
  /** Null: the form is closed. */
  edited: Endpoint | "new" | null;
  onClose: () => void;
  onSaved: (secret: string | null) => void;
}

export function EndpointForm({ edited, onClose, ...rest }: Props): ReactNode {
  const t = useWords();
  const common = useCommonWords();
  return (
    <Modal opened={edited !== null} onClose={onClose} title={edited === "new" ? t("add") : t("edit")} closeButtonProps={{ "aria-label": common("close") }} size="lg">
      {edited !== null && <Fields edited={edited} onClose={onClose} {...rest} />}
    </Modal>
  );
}

function Fields({ setup, edited, onClose, onSaved }: Props): ReactNode {
  const t = useWords();
  const common = useCommonWords();
  const known = edited === "new" || edited === null ? null : edited;
  const form = useForm({
    initialValues: {
      url: known?.url ?? "",
      events: known?.events ?? [],
      websiteCodes: known?.websiteCodes ?? [],
      // To save one that the service has disabled is to enable it again.
      enabled: known === null || known.enabled || known.disabledReason != null,
    },
  });
  const save = useCommand(PUT_ENDPOINT, {
    payload: (data) => data.webhookEndpointPut,
    success: t("saved"),
    onDone: (data) => onSaved(data.webhookEndpointPut.secret ?? null),
  });
  return (
    <form onSubmit={form.onSubmit((values) => void save.run({ input: { ...values, id: known?.id ?? null } }, form))}>
      <Stack>
        <TextInput label={t("url")} description={t("urlHelp")} placeholder="https://" data-autofocus {...form.getInputProps("url")} />
        <Checkbox.Group label={t("events")} description={t("eventsHelp")} {...form.getInputProps("events")}>
          <Stack gap={8} mt="xs">
            {setup.webhookEventTypes.map((type) => <Checkbox key={type} value={type} label={<EventLabel type={type} />} />)}
          </Stack>
        </Checkbox.Group>
        <Checkbox.Group label={t("websites")} description={t("websitesHelp")} {...form.getInputProps("websiteCodes")}>
          <Group gap="md" mt="xs">
            {setup.websites.map((website) => <Checkbox key={website.code} value={website.code} label={website.name} />)}
          </Group>
        </Checkbox.Group>
        <Switch label={t("enabled")} {...form.getInputProps("enabled", { type: "checkbox" })} />
        <Problems of={save.problems} />
        <Group justify="end">
          <Button variant="default" onClick={onClose}>{common("cancel")}</Button>
          <Button type="submit" loading={save.running}>{common("save")}</Button>
        </Group>
      </Stack>
    </form>
  );
}

const KNOWN = [
  "points.earned", "points.redeemed", "points.returned", "points.reversed", "points.expired",
  "points.adjusted", "points.expiring", "account.changed", "order.completed", "customer.erased",
] as const;

/** An event's name with what it means; one that is newer than this app stands alone. */
export function EventLabel({ type }: { type: string }): ReactNode {
  const t = useWords();
  const known = KNOWN.find((one) => one === type);
  return (
    <>
      <code>{type}</code>
      {known !== undefined && <Text span size="sm" c="dimmed" ms="xs">{t(known)}</Text>}
    </>
  );
}
