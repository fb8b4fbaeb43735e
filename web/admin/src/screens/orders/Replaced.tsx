/** An edited order and the one it replaced, linked both ways. */
import { Alert, Anchor, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { Icon } from "../../components/icons";
import type { Order } from "./documents";
import { orderPath } from "./paths";
import { useWords } from "./words";

export function Replaced({ order }: { order: Order }): ReactNode {
  const t = useWords();
  const { replacesOrderId, replacedByOrderId, pointsCarried } = order;
  if (replacesOrderId === null && replacedByOrderId === null) return null;
  return (
    <Alert color="blue" variant="light" icon={<Icon name="pencil" />}>
      {replacesOrderId !== null && (
        <Text size="sm">
          <OrderAnchor id={replacesOrderId} text={t("replaces", { id: replacesOrderId })} />{" "}
          {pointsCarried > 0 && t("carriedOver", { points: pointsCarried })}
        </Text>
      )}
      {replacedByOrderId !== null && (
        <Text size="sm">
          <OrderAnchor id={replacedByOrderId} text={t("replacedBy", { id: replacedByOrderId })} />
        </Text>
      )}
    </Alert>
  );
}

function OrderAnchor({ id, text }: { id: string; text: string }): ReactNode {
  return (
    <Anchor component={Link} href={orderPath(id)} inherit className="long">
      {text}
    </Anchor>
  );
}
