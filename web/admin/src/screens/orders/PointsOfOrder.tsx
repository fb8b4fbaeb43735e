/** Where an order's points stand, and what it was to earn. */
import { List, Paper, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { Points } from "../../components/amounts";
import { useFormat } from "../../i18n";
import type { Order } from "./documents";
import { useWords } from "./words";

export function PointsOfOrder({ order }: { order: Order }): ReactNode {
  const t = useWords();
  const format = useFormat();
  const { maturesAt } = order;
  return (
    <Stack component="section" gap="sm" aria-labelledby="points">
      <Title order={2} id="points">
        {t("pointsOf")}
      </Title>
      <SimpleGrid cols={{ base: 2, sm: 3, md: 5 }} spacing="sm">
        <Figure label={t("used")} points={order.pointsUsed} help={t("usedHelp")} state={order.neededState} />
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
          label={t("earned")}
          points={order.pointsEarned}
          help={t("nowBasis", { money: format.money(order.earningBasis) })}
          state={order.receivedState}
        />
        <Figure label={t("reversed")} points={order.pointsReversed} help={t("reversedHelp")} />
      </SimpleGrid>
      <Sources order={order} />
    </Stack>
  );
}

interface FigureProps {
  label: string;
  points: number;
  help: string;
  state?: Order["neededState"];
}

function Figure({ label, points, help, state }: FigureProps): ReactNode {
  const t = useWords();
  const shown = state === undefined || state === "NONE" ? "" : ` · ${t(`state${state}`)}`;
  return (
    <Paper withBorder p="md">
      <Text size="sm" c="dimmed">
        {label}
        {shown}
      </Text>
      <Points value={points} fw={600} fz="1.35rem" display="block" lh={1.3} />
      <Text size="xs" c="dimmed">
        {help}
      </Text>
    </Paper>
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
