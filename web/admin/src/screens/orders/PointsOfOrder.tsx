/** Where an order's points stand, and what it was to earn. */
import { List, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { Points } from "../../components/amounts";
import { useFormat } from "../../i18n";
import { Figure } from "../entries/Figure";
import type { Order } from "./documents";
import { useWords } from "./words";

export function PointsOfOrder({ order }: { order: Order }): ReactNode {
  const t = useWords();
  const format = useFormat();
  const { maturesAt } = order;
  const stated = (label: string, points: number, state: Order["neededState"]): string =>
    points === 0 || state === "NONE" ? label : `${label} · ${t(`state${state}`)}`;
  return (
    <Stack component="section" gap="sm" aria-labelledby="points">
      <Title order={2} id="points">
        {t("pointsOf")}
      </Title>
      <SimpleGrid cols={{ base: 2, sm: 3, md: 5 }} spacing="sm">
        <Figure label={stated(t("used"), order.pointsUsed, order.neededState)} points={order.pointsUsed} help={t("usedHelp")} />
        {order.productPointsUsed > 0 && (
          <Figure label={t("productUsed")} points={order.productPointsUsed} help={t("productUsedHelp")} />
        )}
        <Figure label={t("returned")} points={order.pointsReturned} help={t("returnedHelp")} />
        <Figure
          label={t("expected")}
          points={order.pointsPending}
          help={maturesAt === null ? t("expectedHelp") : t("maturesOn", { date: format.date(maturesAt) })}
        />
        <Figure
          label={stated(t("earned"), order.pointsEarned, order.receivedState)}
          points={order.pointsEarned}
          help={t("nowBasis", { money: format.money(order.earningBasis) })}
        />
        <Figure label={t("reversed")} points={order.pointsReversed} help={t("reversedHelp")} />
      </SimpleGrid>
      <Sources order={order} />
    </Stack>
  );
}

/** What the quote said the order would earn, source by source. */
function Sources({ order }: { order: Order }): ReactNode {
  const t = useWords();
  const format = useFormat();
  const { sources, pointsToEarn, earningBasis } = order.quote;
  if (sources.length === 0) return <Text size="sm" c="dimmed">{t("willEarnNothing")}</Text>;
  const said = (source: (typeof sources)[number]): string => {
    if (source.source === "RATE") return t("sourceRATE", { money: format.money(earningBasis) });
    return source.source === "PRODUCT" ? t("sourcePRODUCT") : t("sourceCART_RULE", { name: source.label });
  };
  return (
    <div>
      <Text size="sm" c="dimmed">
        {t("willEarn", { points: pointsToEarn })}
      </Text>
      <List size="sm" c="dimmed">
        {sources.map((source) => (
          <List.Item key={`${source.source} ${source.label}`}>
            {said(source)}: <Points value={source.points} signed />
          </List.Item>
        ))}
      </List>
    </div>
  );
}
