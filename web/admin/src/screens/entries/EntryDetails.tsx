/** Why a balance changed: the rate, the comment, the points it was, and who did it. */
import { List, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useFormat } from "../../i18n";
import { useReason, type Entry } from "./entry";
import { useWords } from "./words";

export function EntryDetails({ entry }: { entry: Entry }): ReactNode {
  const facts = useFacts(entry);
  return (
    <Stack gap={2} mt={4}>
      {entry.comment !== null && (
        <Text size="sm" className="long" fs="italic">
          “{entry.comment}”
        </Text>
      )}
      {facts.map((fact) => (
        <Text key={fact} size="sm" c="dimmed" className="long">
          {fact}
        </Text>
      ))}
      <Sources entry={entry} />
    </Stack>
  );
}

function useFacts(entry: Entry): string[] {
  const t = useWords();
  const format = useFormat();
  const { rate, amountBalance, expiresAt, expired, shortfall } = entry;
  const facts: string[] = [];
  if (rate !== null) {
    const told = { points: rate.points, money: format.money({ amount: rate.currencyAmount, currency: rate.currency }) };
    const sentence = rate.direction === "CURRENCY_TO_POINTS" ? t("earnRate", told) : t("spendRate", told);
    facts.push(`${sentence} · ${t("rateLevel", { level: rate.priority })}`);
  }
  // A return that refills older lots has no date of its own: theirs hold.
  if (entry.allocations.some(({ openedBy }) => openedBy.id === entry.id)) facts.push(expiresAt === null ? t("neverExpires") : t("expiresOn", { date: format.time(expiresAt) }));
  if (expired > 0) facts.push(t("expired", { points: expired }));
  if (shortfall > 0) facts.push(t(entry.points >= 0 ? "shortfallAdded" : "shortfallTaken", { points: shortfall }));
  const by = t("by", { actor: entry.actor });
  if (amountBalance === null) return [...facts, by];
  const after = t("balanceAfter", { points: entry.balance, money: format.money(amountBalance) });
  return [...facts, `${after} · ${by}`];
}

/** The lots a debit took from, or a return went back to; a credit that opened its own lot has none to tell of. */
function Sources({ entry }: { entry: Entry }): ReactNode {
  const t = useWords();
  const format = useFormat();
  const reason = useReason();
  const others = entry.allocations.filter(({ openedBy }) => openedBy.id !== entry.id);
  if (others.length === 0) return null;
  return (
    <div>
      <Text size="sm" c="dimmed">
        {t("lots")}
      </Text>
      <List size="sm" c="dimmed">
        {others.map(({ lotId, points, openedBy }) => (
          <List.Item key={lotId}>
            {t(entry.points < 0 ? "cameFrom" : "wentTo", {
              points,
              date: format.date(openedBy.createdAt),
              reason: reason(openedBy),
            })}
          </List.Item>
        ))}
      </List>
    </div>
  );
}
