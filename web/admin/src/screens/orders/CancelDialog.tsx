/** Cancelling what is left of an order. */
import { Text } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { useCommand } from "../../api/useCommand";
import { ReasonedConfirm } from "../../components/ReasonedConfirm";
import { CANCEL } from "./commands";
import type { Order } from "./documents";
import { useWords } from "./words";

interface Props {
  order: Order;
  opened: boolean;
  onClose: () => void;
}

export function CancelDialog({ order, opened, onClose }: Props): ReactNode {
  const t = useWords();
  // Once for this page of this order: sent again it cancels nothing twice.
  const [cancellationId] = useState(() => `desk-${crypto.randomUUID()}`);
  const cancel = useCommand(CANCEL, {
    payload: (data) => data.orderCancel,
    success: t("cancelDone"),
  });
  return (
    <ReasonedConfirm
      opened={opened}
      onClose={onClose}
      title={t("cancelTitle", { number: order.number })}
      preview={<Text>{t("cancelText")}</Text>}
      confirmLabel={t("cancel")}
      dismissLabel={t("cancelKeep")}
      danger
      onConfirm={async () => (await cancel.run({ input: { orderId: order.id, cancellationId } })) !== null}
      problems={cancel.problems}
    />
  );
}
