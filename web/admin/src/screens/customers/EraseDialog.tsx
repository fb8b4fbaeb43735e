/** Erasing what names a person: counted first, and sure only when their id is typed. */
import { Button, Group, List, Stack, Text, TextInput } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { useQuery } from "urql";
import type { ResultOf } from "../../api/graphql";
import { useCommand } from "../../api/useCommand";
import { Answered } from "../../components/Answered";
import { Problems } from "../../components/Problems";
import { useCommonWords } from "../../i18n";
import { Dialog } from "../entries/Dialog";
import { ERASE, ERASE_PREVIEW } from "./commands";
import type { Person } from "./documents";
import { personName } from "./personName";
import { useWords } from "./words";

interface Props {
  customer: Person;
  opened: boolean;
  onClose: () => void;
}

export function EraseDialog({ customer, opened, onClose }: Props): ReactNode {
  const t = useWords();
  return (
    <Dialog opened={opened} onClose={onClose} title={t("eraseTitle", { name: personName(customer) })} size="lg">
      <EraseForm id={customer.id} onClose={onClose} />
    </Dialog>
  );
}

function EraseForm({ id, onClose }: { id: string; onClose: () => void }): ReactNode {
  const t = useWords();
  const tc = useCommonWords();
  const [typed, setTyped] = useState("");
  const [missing, setMissing] = useState(false);
  const result = useQuery({ query: ERASE_PREVIEW, variables: { id }, requestPolicy: "network-only" });
  const erase = useCommand(ERASE, { payload: (data) => data.customerErase, success: t("erased"), onDone: onClose });
  const sure = t("eraseSure", { id });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (typed.trim() === id) void erase.run({ id });
        else setMissing(true);
      }}
    >
      <Stack>
        <Text>{t("eraseText")}</Text>
        <Answered result={result}>{(data) => <Lost preview={data.customerErasePreview} />}</Answered>
        <TextInput
          label={sure}
          data-autofocus
          autoComplete="off"
          value={typed}
          error={missing && typed.trim() !== id ? sure : null}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Problems of={erase.problems} />
        <Group justify="end">
          <Button variant="default" onClick={onClose}>
            {tc("cancel")}
          </Button>
          <Button type="submit" color="red" loading={erase.running} disabled={result[0].data === undefined}>
            {t("eraseConfirm")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Lost({ preview }: { preview: ResultOf<typeof ERASE_PREVIEW>["customerErasePreview"] }): ReactNode {
  const t = useWords();
  return (
    <List>
      {preview.customer.email !== null && (
        <List.Item className="long">
          {personName(preview.customer)} · {preview.customer.email}
        </List.Item>
      )}
      <List.Item>{t("eraseEmails", { count: preview.emails })}</List.Item>
      <List.Item>{t("eraseComments", { count: preview.comments })}</List.Item>
      <List.Item>{t("eraseInvitations", { count: preview.invitations })}</List.Item>
      <List.Item>{t("eraseCarts", { count: preview.carts })}</List.Item>
      <List.Item>{t("eraseAudit", { count: preview.auditEntries })}</List.Item>
    </List>
  );
}
