/** The outbox: mails that wait, were sent or have failed. */
import { Select, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { DateText } from "../../components/amounts";
import { DataList, type Column } from "../../components/DataList";
import { Page } from "../../components/Page";
import { SearchBox } from "../../components/SearchBox";
import { useUrlState } from "../../components/useUrlState";
import { useCommonWords } from "../../i18n";
import { OUTBOX, type OutboxMail } from "./documents";
import { MailStatus, STATUSES } from "./MailStatus";
import { NoServer } from "./NoServer";
import { useWords } from "./words";

export function Outbox(): ReactNode {
  const t = useWords();
  const common = useCommonWords();
  const { get, set } = useUrlState();
  const status = STATUSES.find((one) => one === get("status")) ?? null;
  const columns: readonly Column<OutboxMail>[] = [
    { key: "subject", header: t("subject"), cell: (mail) => <span className="long">{mail.subject || kind(mail.kind)}</span> },
    { key: "customer", header: t("customer"), cell: (mail) => <span className="long">{mail.customerId ?? "–"}</span> },
    {
      key: "status",
      header: t("status"),
      cell: (mail) => (
        <Stack gap={2} align="start">
          <MailStatus status={mail.status} />
          {mail.lastError != null && <Text size="xs" c="dimmed" className="long" maw={320}>{mail.lastError}</Text>}
        </Stack>
      ),
    },
    { key: "created", header: t("created"), wide: true, cell: (mail) => <DateText instant={mail.createdAt} withTime /> },
  ];
  const kind = (name: string): string => (name === "EXPIRY_WARNING" ? t("EXPIRY_WARNING") : t("BALANCE_UPDATE"));
  return (
    <Page title={t("outbox")} lead={t("outboxLead")}>
      <NoServer />
      <DataList
        caption={t("outbox")}
        query={OUTBOX}
        variables={{ status, customerId: get("customer") || null }}
        connection={(data) => data.emails}
        columns={columns}
        rowKey={(mail) => mail.id}
        rowHref={(mail) => `/mail/outbox/${encodeURIComponent(mail.id)}`}
        filters={
          <>
            <SearchBox name="customer" label={t("customerId")} />
            <Select
              label={t("status")}
              placeholder={t("any")}
              clearable clearButtonProps={{ "aria-label": common("clear") }}
              data={STATUSES.map((value) => ({ value, label: t(value) }))}
              value={status}
              onChange={(value) => set({ status: value ?? "" })}
            />
          </>
        }
        empty={{ title: t("noMail"), text: t("noMailHelp") }}
      />
    </Page>
  );
}
