/** A credit memo: what it gives back is told by the API before it is booked. */
import { Button, Group, Radio, Stack, TextInput } from "@mantine/core";
import { useForm, type UseFormReturnType } from "@mantine/form";
import type { ReactNode } from "react";
import { useCommand } from "../../api/useCommand";
import { Problems } from "../../components/Problems";
import { useCommonWords } from "../../i18n";
import { Dialog } from "../entries/Dialog";
import { REFUND } from "./commands";
import type { Order } from "./documents";
import { firstValues, lineFields, refundInput, type RefundValues } from "./refundInput";
import { RefundLines } from "./RefundLines";
import { RefundPreview } from "./RefundPreview";
import { useWords } from "./words";

interface Props {
  order: Order;
  opened: boolean;
  onClose: () => void;
}

export function RefundDialog({ order, opened, onClose }: Props): ReactNode {
  const t = useWords();
  return (
    <Dialog opened={opened} onClose={onClose} title={t("refundTitle", { number: order.number })} size="xl">
      <RefundForm order={order} onClose={onClose} />
    </Dialog>
  );
}

function RefundForm({ order, onClose }: { order: Order; onClose: () => void }): ReactNode {
  const t = useWords();
  const tc = useCommonWords();
  const form = useForm<RefundValues>({ initialValues: firstValues(order) });
  const refund = useCommand(REFUND, {
    payload: (data) => data.orderRefund,
    success: t("refundDone"),
    fields: lineFields(form.values),
    onDone: onClose,
  });
  const submit = form.onSubmit((values) => {
    if (values.creditMemoId.trim() === "") return form.setErrors({ creditMemoId: tc("required") });
    return void refund.run({ input: refundInput(order.id, values) }, form);
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <What form={form} />
        {form.values.what === "some" && <RefundLines form={form} order={order} />}
        <RefundPreview order={order} form={form} />
        <Problems of={refund.problems} />
        <Group justify="end">
          <Button variant="default" onClick={onClose}>
            {tc("cancel")}
          </Button>
          <Button type="submit" loading={refund.running}>
            {t("doRefund")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function What({ form }: { form: UseFormReturnType<RefundValues> }): ReactNode {
  const t = useWords();
  return (
    <>
      <Radio.Group label={t("refundWhat")} {...form.getInputProps("what")}>
        <Stack gap="xs" mt="xs">
          <Radio value="all" label={t("refundAll")} data-autofocus />
          <Radio value="some" label={t("refundLines")} />
        </Stack>
      </Radio.Group>
      <TextInput
        label={t("memoId")}
        description={t("memoIdHelp")}
        withAsterisk
        maw={320}
        {...form.getInputProps("creditMemoId")}
      />
    </>
  );
}
