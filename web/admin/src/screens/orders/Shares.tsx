/** Who pays what of each line and of the shipping: points, gift cards, store credit, money. */
import { Paper, Table, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { MoneyText } from "../../components/amounts";
import { WideTable } from "../entries/WideTable";
import type { Order, Share } from "./documents";
import { useWords } from "./words";

const PARTS = [
  ["net", "net"],
  ["tax", "tax"],
  ["discount", "discount"],
  ["points", "paidByPoints"],
  ["giftCard", "giftCard"],
  ["storeCredit", "storeCredit"],
  ["due", "due"],
] as const;

export function Shares({ order }: { order: Order }): ReactNode {
  const t = useWords();
  const skus = new Map(order.lines.map((line) => [line.id, line.sku]));
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="shares">
      <Title order={2} id="shares">
        {t("shares")}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t("sharesLead")}
      </Text>
      <WideTable minWidth={640} labelledBy="shares">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("line")}</Table.Th>
            {PARTS.map(([part, word]) => (
              <Table.Th key={part} ta="end">
                {t(word)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {order.shares.lines.map(({ lineId, share }) => (
            <ShareRow key={lineId} name={skus.get(lineId) ?? lineId} share={share} />
          ))}
          <ShareRow name={t("shipping")} share={order.shares.shipping} />
        </Table.Tbody>
      </WideTable>
    </Paper>
  );
}

function ShareRow({ name, share }: { name: string; share: Share }): ReactNode {
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={400} className="long">
        {name}
      </Table.Th>
      {PARTS.map(([part]) => (
        <Table.Td key={part} ta="end">
          <MoneyText money={share[part]} />
        </Table.Td>
      ))}
    </Table.Tr>
  );
}
