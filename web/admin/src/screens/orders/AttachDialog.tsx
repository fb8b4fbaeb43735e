/** A guest's order given to a customer, so that it earns. */
import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { ReactNode } from "react";
import { useCommand } from "../../api/useCommand";
import { Problems } from "../../components/Problems";
import { useCommonWords } from "../../i18n";
import { Dialog } from "../entries/Dialog";
import { ATTACH } from "./commands";
import type { Order } from "./documents";
import { useWords } from "./words";

interface Props {
  order: Order;
  opened: boolean;
  onClose: () => void;
}

export function AttachDialog({ order, opened, onClose }: Props): ReactNode {
  const t = useWords();
  return (
    <Dialog opened={opened} onClose={onClose} title={t("attachTitle", { number: order.number })}>
      <AttachForm orderId={order.id} onClose={onClose} />
    </Dialog>
  );
}

function AttachForm({ orderId, onClose }: { orderId: string; onClose: () => void }): ReactNode {
  const t = useWords();
  const tc = useCommonWords();
  const form = useForm({ initialValues: { customerId: "" } });
  const attach = useCommand(ATTACH, {
    payload: (data) => data.orderAttachCustomer,
    success: t("attached"),
    onDone: onClose,
  });
  const submit = form.onSubmit(({ customerId }) => {
    if (customerId.trim() === "") return form.setErrors({ customerId: tc("required") });
    return void attach.run({ orderId, customerId: customerId.trim() }, form);
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Text>{t("attachText")}</Text>
        <TextInput label={t("customerId")} withAsterisk data-autofocus {...form.getInputProps("customerId")} />
        <Problems of={attach.problems} />
        <Group justify="end">
          <Button variant="default" onClick={onClose}>
            {tc("cancel")}
          </Button>
          <Button type="submit" loading={attach.running}>
            {t("attach")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
