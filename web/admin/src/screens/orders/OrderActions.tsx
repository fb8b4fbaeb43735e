/** What can be done to an order, where the scopes allow. */
import { Button } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { useQuery } from "urql";
import { Icon } from "../../components/icons";
import { May } from "../../components/May";
import { useMay } from "../../session/viewer";
import { AttachDialog } from "./AttachDialog";
import { CancelDialog } from "./CancelDialog";
import { STATUSES, type Order } from "./documents";
import { RefundDialog } from "./RefundDialog";
import { StatusDialog } from "./StatusDialog";
import { useWords } from "./words";

/** The least part of a unit that there is. */
const LEAST = 0.0001;

type Opened = "refund" | "status" | "cancel" | "attach" | null;

export function OrderActions({ order }: { order: Order }): ReactNode {
  const t = useWords();
  const [opened, setOpened] = useState<Opened>(null);
  const isCancellable = useIsCancellable(order);
  const close = (): void => setOpened(null);
  return (
    <May scope="orders:write">
      {order.customerId === null && (
        <Button variant="default" leftSection={<Icon name="user" />} onClick={() => setOpened("attach")}>
          {t("attach")}
        </Button>
      )}
      <Button leftSection={<Icon name="undo" />} onClick={() => setOpened("refund")}>
        {t("refund")}
      </Button>
      <Button variant="default" onClick={() => setOpened("status")}>
        {t("changeStatus")}
      </Button>
      {isCancellable && (
        <Button variant="default" color="red" onClick={() => setOpened("cancel")}>
          {t("cancel")}
        </Button>
      )}
      <RefundDialog order={order} opened={opened === "refund"} onClose={close} />
      <StatusDialog order={order} opened={opened === "status"} onClose={close} />
      <CancelDialog order={order} opened={opened === "cancel"} onClose={close} />
      <AttachDialog order={order} opened={opened === "attach"} onClose={close} />
    </May>
  );
}

/** Whether units are open, in a status in which quantities may change: none that gives the points used back. */
function useIsCancellable({ lines, status, websiteCode }: Order): boolean {
  const may = useMay();
  const [{ data }] = useQuery({ query: STATUSES, variables: { websiteCode }, pause: !may("config:read") });
  const rule = data?.orderStatusRules.find((each) => each.status === status);
  return rule?.needed !== "UNAPPROVE" && lines.some(({ quantity, invoiced, cancelled }) => quantity - invoiced - cancelled > LEAST / 2);
}
