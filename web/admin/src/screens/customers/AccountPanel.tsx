/** An account: what there is, what is to come, what expires when, and how it came to be. */
import { SimpleGrid, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { useFormat } from "../../i18n";
import { useNames } from "../entries/names";
import { Figure } from "../entries/Figure";
import type { Account } from "./documents";
import { Expiries } from "./Expiries";
import { History } from "./History";
import { OrphanNote } from "./OrphanNote";
import { useWords } from "./words";

export function AccountPanel({ account }: { account: Account }): ReactNode {
  return (
    <Stack gap="lg">
      {account.orphan && <OrphanNote account={account} />}
      <Standing account={account} />
      <Expiries lots={account.lots} />
      <History customerId={account.customerId} websiteCode={account.websiteCode} />
    </Stack>
  );
}

function Standing({ account }: { account: Account }): ReactNode {
  const t = useWords();
  const names = useNames();
  const format = useFormat();
  const until = account.pendingUntil;
  return (
    <section aria-label={t("accountOf", { website: names.website(account.websiteCode) })}>
      <SimpleGrid cols={{ base: 2, sm: account.debt > 0 ? 5 : 4 }} spacing="sm">
        <Figure label={t("balance")} help={t("worth", { money: format.money(account.worth) })} points={account.balance} strong />
        <Figure label={t("available")} help={t("availableHelp")} points={account.available} />
        <Figure label={t("held")} help={t("heldHelp")} points={account.held} />
        <Figure
          label={t("pending")}
          help={until === null ? t("pendingHelp") : t("pendingUntil", { date: format.date(until) })}
          points={account.pending}
        />
        {account.debt > 0 && <Figure label={t("debt")} help={t("debtHelp")} points={account.debt} />}
      </SimpleGrid>
    </section>
  );
}
