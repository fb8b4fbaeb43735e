/** An edited order and the one it replaced, linked both ways. */
import { Alert, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { Icon } from "../../components/icons";
import { TextLink } from "../entries/TextLink";
import type { Order } from "./documents";
import { orderPath } from "../entries/paths";
import { useWords } from "./words";

export function Replaced({ order }: { order: Order }): ReactNode {
  const t = useWords();
  const { replacesOrderId, replacedByOrderId, pointsCarried } = order;
  if (replacesOrderId === null && replacedByOrderId === null) return null;
  return (
    <Alert color="blue" variant="light" icon={<Icon name="pencil" />}>
      {replacesOrderId !== null && (
        <Text size="sm">
          <TextLink href={orderPath(replacesOrderId)}>{t("replaces", { id: replacesOrderId })}</TextLink>{" "}
          {pointsCarried > 0 && t("carriedOver", { points: pointsCarried })}
        </Text>
      )}
      {replacedByOrderId !== null && (
        <Text size="sm">
          <TextLink href={orderPath(replacedByOrderId)}>{t("replacedBy", { id: replacedByOrderId })}</TextLink>
        </Text>
      )}
    </Alert>
  );
}
