/** An order's status changed by hand, with or against the status rule. */
import { Autocomplete, Button, Group, Select, Stack, Text, Textarea } from "@mantine/core";
import { useForm, type UseFormReturnType } from "@mantine/form";
import type { ReactNode } from "react";
import { useQuery } from "urql";
import { useCommand } from "../../api/useCommand";
import { Problems } from "../../components/Problems";
import { useCommonWords } from "../../i18n";
import { useMay } from "../../session/viewer";
import { useStatusName } from "../entries/status";
import { Dialog } from "../entries/Dialog";
import { SET_STATUS } from "./commands";
import { STATUSES, type Order } from "./documents";
import { useWords } from "./words";

interface Props {
  order: Order;
  opened: boolean;
  onClose: () => void;
}

export function StatusDialog({ order, opened, onClose }: Props): ReactNode {
  const t = useWords();
  return (
    <Dialog opened={opened} onClose={onClose} title={t("changeStatus")} size="lg">
      <StatusForm order={order} onClose={onClose} />
    </Dialog>
  );
}

const RULE = "RULE";
const CHANGES = ["UNCHANGED", "APPROVE", "UNAPPROVE"] as const;
type Change = (typeof CHANGES)[number];

interface Values {
  status: string;
  needed: Change | typeof RULE;
  received: Change | typeof RULE;
  comment: string;
}

function StatusForm({ order, onClose }: { order: Order; onClose: () => void }): ReactNode {
  const t = useWords();
  const tc = useCommonWords();
  const name = useStatusName();
  const form = useForm<Values>({ initialValues: { status: "", needed: RULE, received: RULE, comment: "" } });
  const change = useCommand(SET_STATUS, {
    payload: (data) => data.orderSetStatus,
    success: (data) => t("statusSaved", { status: name(data.orderSetStatus.order?.status ?? "") }),
    onDone: onClose,
  });
  const submit = form.onSubmit((values) => {
    if (values.status.trim() === "") return form.setErrors({ status: tc("required") });
    return void change.run(
      (idempotencyKey) => ({
        input: {
          idempotencyKey,
          orderId: order.id,
          status: values.status.trim(),
          expectedStatus: order.status,
          needed: values.needed === RULE ? null : values.needed,
          received: values.received === RULE ? null : values.received,
          comment: values.comment.trim() === "" ? null : values.comment.trim(),
        },
      }),
      form,
    );
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Text>{t("statusNow", { status: name(order.status) })}</Text>
        <Fields form={form} websiteCode={order.websiteCode} />
        <Problems of={change.problems} />
        <Group justify="end">
          <Button variant="default" onClick={onClose}>
            {tc("cancel")}
          </Button>
          <Button type="submit" loading={change.running}>
            {t("changeStatus")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Fields({ form, websiteCode }: { form: UseFormReturnType<Values>; websiteCode: string }): ReactNode {
  const t = useWords();
  const may = useMay();
  const pause = !may("config:read");
  const [{ data }] = useQuery({ query: STATUSES, variables: { websiteCode }, pause });
  const rules = data?.orderStatusRules ?? [];
  const rule = rules.find(({ status }) => status === form.values.status);
  const said = (what: "needed" | "received", change: Change): string =>
    change === "UNCHANGED" ? t("UNCHANGED") : t(`${what}${change}`);
  const choices = (what: "needed" | "received") => [
    { value: RULE, label: rule === undefined ? t("byRule") : t("byRuleIs", { what: said(what, rule[what]) }) },
    ...CHANGES.map((change) => ({ value: change as string, label: said(what, change) })),
  ];
  return (
    <>
      <Autocomplete
        label={t("newStatus")}
        withAsterisk
        data-autofocus
        data={[...new Set(rules.map(({ status }) => status))]}
        {...form.getInputProps("status")}
      />
      <Select label={t("neededChange")} allowDeselect={false} data={choices("needed")} {...form.getInputProps("needed")} />
      <Select label={t("receivedChange")} allowDeselect={false} data={choices("received")} {...form.getInputProps("received")} />
      <Textarea label={t("comment")} description={t("commentHelp")} autosize minRows={2} {...form.getInputProps("comment")} />
    </>
  );
}
