/** The audit log: every command of staff and services. */
import { Code } from "@mantine/core";
import type { ReactNode } from "react";
import { graphql, type ResultOf } from "../../api/graphql";
import { DateText } from "../../components/amounts";
import { DataList, type Column } from "../../components/DataList";
import { Page } from "../../components/Page";
import { useWords } from "./words";

const AUDIT_LOG = graphql(`
  query AuditLog($first: Int, $after: String) {
    auditLog(first: $first, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        actor
        action
        target
        details
        createdAt
      }
    }
  }
`);

type Entry = ResultOf<typeof AUDIT_LOG>["auditLog"]["nodes"][number];

export default function AuditLog(): ReactNode {
  const t = useWords();
  const columns: readonly Column<Entry>[] = [
    { key: "when", header: t("when"), cell: (entry) => <DateText instant={entry.createdAt} withTime /> },
    { key: "actor", header: t("actor"), cell: (entry) => entry.actor },
    { key: "action", header: t("action"), cell: (entry) => entry.action },
    { key: "target", header: t("target"), cell: (entry) => entry.target ?? "–" },
    {
      key: "details",
      header: t("details"),
      wide: true,
      cell: (entry) => <Code className="long">{JSON.stringify(entry.details)}</Code>,
    },
  ];
  return (
    <Page title={t("title")} lead={t("lead")}>
      <DataList
        caption={t("title")}
        query={AUDIT_LOG}
        variables={{}}
        connection={(data) => data.auditLog}
        columns={columns}
        rowKey={(entry) => entry.id}
        empty={{ title: t("nothing") }}
      />
    </Page>
  );
}
