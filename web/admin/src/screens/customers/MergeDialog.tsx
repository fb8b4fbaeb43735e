/** Two customers of one person made one, with what it will do shown first. */
import { Alert, Button, Checkbox, Group, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState, type ReactNode } from "react";
import { useQuery } from "urql";
import { useLocation } from "wouter";
import { useCommand } from "../../api/useCommand";
import { Problems } from "../../components/Problems";
import { useCommonWords } from "../../i18n";
import { Dialog } from "../entries/Dialog";
import { MERGE, MERGE_INTO, MERGE_PREVIEW } from "./commands";
import type { Person } from "./documents";
import { FoundCustomers } from "./FoundCustomers";
import { MergePreview } from "./MergePreview";
import { customerPath } from "../entries/paths";
import { personName } from "./personName";
import { useWords } from "./words";

interface Props {
  customer: Person;
  opened: boolean;
  onClose: () => void;
}

export function MergeDialog({ customer, opened, onClose }: Props): ReactNode {
  const t = useWords();
  return (
    <Dialog opened={opened} onClose={onClose} title={t("mergeTitle", { name: personName(customer) })} size="lg">
      <MergeForm fromId={customer.id} onClose={onClose} />
    </Dialog>
  );
}

function MergeForm({ fromId, onClose }: { fromId: string; onClose: () => void }): ReactNode {
  const t = useWords();
  const tc = useCommonWords();
  const [, go] = useLocation();
  const [shown, setShown] = useState("");
  const form = useForm({ initialValues: { intoId: "", notify: false } });
  const [{ data, fetching, error }] = useQuery({
    query: MERGE_PREVIEW,
    variables: { fromId, intoId: shown },
    pause: shown === "",
    requestPolicy: "network-only",
  });
  const [{ data: other, fetching: asking }] = useQuery({ query: MERGE_INTO, variables: { id: shown }, pause: shown === "", requestPolicy: "network-only" });
  const merge = useCommand(MERGE, {
    payload: (answer) => answer.customerMerge,
    success: t("merged"),
    onDone: (_, { intoId }) => {
      onClose();
      go(customerPath(intoId));
    },
  });
  const intoId = form.values.intoId.trim();
  const preview = shown !== "" && shown === intoId && !fetching ? data?.customerMergePreview : undefined;
  const refusals = preview?.userErrors ?? [];
  // One whom no shop has put yet has an id only.
  const into = other === undefined || asking ? undefined : (other.customer ?? { id: shown, email: null, firstName: null, lastName: null });
  const isSure = preview !== undefined && into !== undefined && refusals.length === 0;
  const submit = form.onSubmit(({ notify }) => {
    if (intoId === "") return form.setErrors({ intoId: tc("required") });
    if (!isSure) return setShown(intoId);
    return void merge.run((key) => ({ fromId, intoId, key, notify }), form);
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Text>{t("mergeText")}</Text>
        <TextInput
          label={t("mergeInto")}
          description={t("mergeIntoHelp")}
          withAsterisk
          data-autofocus
          {...form.getInputProps("intoId")}
          error={form.errors["intoId"] ?? (refusals.length > 0 ? refusals.map(({ message }) => message).join(" ") : null)}
        />
        {!isSure && (
          <FoundCustomers
            text={intoId}
            without={fromId}
            onChoose={(id) => {
              form.setFieldValue("intoId", id);
              setShown(id);
            }}
          />
        )}
        {error !== undefined && <Alert color="red">{error.message}</Alert>}
        {isSure && <MergePreview into={into} preview={preview} />}
        {isSure && <Checkbox label={t("mergeNotify")} {...form.getInputProps("notify", { type: "checkbox" })} />}
        <Problems of={merge.problems} />
        <Group justify="end">
          <Button variant="default" onClick={onClose}>
            {tc("cancel")}
          </Button>
          <Button type="submit" color={isSure ? "red.9" : "brand"} loading={fetching || asking || merge.running}>
            {isSure ? t("mergeConfirm") : t("mergeLook")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
