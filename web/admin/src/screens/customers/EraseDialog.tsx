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
          <Button type="submit" color="red.9" loading={erase.running} disabled={result[0].data === undefined}>
            {t("eraseConfirm")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** What there is none of is not listed. */
function Lost({ preview }: { preview: ResultOf<typeof ERASE_PREVIEW>["customerErasePreview"] }): ReactNode {
  const t = useWords();
  const { customer, emails, comments, invitations, carts, auditEntries } = preview;
  const lost = [
    customer.email === null ? "" : `${personName(customer)} · ${customer.email}`,
    emails === 0 ? "" : t("eraseEmails", { count: emails }),
    comments === 0 ? "" : t("eraseComments", { count: comments }),
    invitations === 0 ? "" : t("eraseInvitations", { count: invitations }),
    carts === 0 ? "" : t("eraseCarts", { count: carts }),
    auditEntries === 0 ? "" : t("eraseAudit", { count: auditEntries }),
  ].filter((sentence) => sentence !== "");
  if (lost.length === 0) return <Text>{t("eraseNothing")}</Text>;
  return (
    <List>
      {lost.map((sentence) => (
        <List.Item key={sentence} className="long">
          {sentence}
        </List.Item>
      ))}
    </List>
  );
}
