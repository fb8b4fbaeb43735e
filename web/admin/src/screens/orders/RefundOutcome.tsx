/** What a credit memo gives back, to where it came from; what it gives nothing to is not listed. */
import { Group, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { MoneyText, Points } from "../../components/amounts";
import { useFormat, type Money } from "../../i18n";
import type { Outcome } from "./documents";
import { useWords } from "./words";

export function RefundOutcome({ outcome }: { outcome: Outcome }): ReactNode {
  const t = useWords();
  const format = useFormat();
  const instead = t("toPointsOf", { money: format.money(outcome.pointsReturnedAmount) });
  return (
    <Stack gap={2} mt={4} maw={420}>
      <PointsRow label={t("toPoints")} points={outcome.pointsReturned} note={instead} />
      <PointsRow label={t("toProductPoints")} points={outcome.productPointsReturned} />
      <MoneyRow label={t("toGiftCard")} money={outcome.giftCard} />
      <MoneyRow label={t("toStoreCredit")} money={outcome.storeCredit} />
      <MoneyRow label={t("toCash")} money={outcome.cash} always />
      <PointsRow label={t("takenBack")} points={-outcome.pointsReversed} />
      <PointsRow label={t("shortfall")} points={outcome.pointsShortfall} />
      <MoneyRow label={t("unrefunded")} money={outcome.unrefunded} />
    </Stack>
  );
}

function PointsRow({ label, points, note }: { label: string; points: number; note?: string }): ReactNode {
  if (points === 0) return null;
  return (
    <Row label={label}>
      <Points value={points} fz="sm" signed />
      {note !== undefined && (
        <Text size="sm" c="dimmed">
          {note}
        </Text>
      )}
    </Row>
  );
}

function MoneyRow({ label, money, always = false }: { label: string; money: Money; always?: boolean }): ReactNode {
  if (!always && /^0*\.?0*$/.test(money.amount)) return null;
  return (
    <Row label={label}>
      <MoneyText money={money} fz="sm" />
    </Row>
  );
}

function Row({ label, children }: { label: string; children: ReactNode }): ReactNode {
  return (
    <Group justify="space-between" gap="xs">
      <Text size="sm">{label}</Text>
      <Group gap="xs">{children}</Group>
    </Group>
  );
}
