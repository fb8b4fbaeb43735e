/** The audit log: every command of staff and services, narrowed by who, what, about whom and when. */
import { Button, Code, Text, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useEffect, useState, type ReactNode } from "react";
import { graphql, type ResultOf } from "../../api/graphql";
import { DateText } from "../../components/amounts";
import { DataList, type Column } from "../../components/DataList";
import { startOf } from "../../components/days";
import { Page } from "../../components/Page";
import { useUrlState } from "../../components/useUrlState";
import { useCommonWords } from "../../i18n";
import { useWords } from "./words";

const AUDIT_LOG = graphql(`
  query AuditLog($actor: String, $action: String, $target: String, $from: DateTime, $to: DateTime, $first: Int, $after: String) {
    auditLog(actor: $actor, action: $action, target: $target, from: $from, to: $to, first: $first, after: $after) {
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
const TEXTS = ["actor", "action", "target"] as const;
const DAYS = ["from", "to"] as const;
const PAUSE_MS = 400;

export default function AuditLog(): ReactNode {
  const t = useWords();
  const common = useCommonWords();
  const { get, set } = useUrlState();
  const isNarrowed = [...TEXTS, ...DAYS].some((name) => get(name) !== "");
  const columns: readonly Column<Entry>[] = [
    { key: "when", header: t("when"), cell: (entry) => <DateText instant={entry.createdAt} withTime /> },
    { key: "actor", header: t("actor"), cell: (entry) => <span className="long">{entry.actor}</span>, wide: true },
    { key: "action", header: t("action"), cell: (entry) => entry.action },
    { key: "target", header: t("target"), cell: (entry) => <span className="long">{entry.target ?? "–"}</span> },
    {
      key: "details",
      header: t("details"),
      wide: true,
      cell: (entry) => <Code className="long">{JSON.stringify(entry.details)}</Code>,
    },
  ];
  const clear = (): void => set(Object.fromEntries([...TEXTS, ...DAYS].map((name) => [name, ""])));
  return (
    <Page title={t("title")} lead={t("lead")}>
      <DataList
        caption={t("title")}
        query={AUDIT_LOG}
        variables={{
          actor: get("actor") || null,
          action: get("action") || null,
          target: get("target") || null,
          from: startOf(get("from")),
          to: startOf(get("to"), 1),
        }}
        connection={(data) => data.auditLog}
        columns={columns}
        rowKey={(entry) => entry.id}
        filters={
          <>
            {TEXTS.map((name) => (
              <Filter key={name} name={name} label={t(name)} />
            ))}
            {DAYS.map((name) => (
              <Filter key={name} name={name} label={t(name)} type="date" />
            ))}
            {isNarrowed && (
              <Button variant="subtle" onClick={clear}>
                {common("clear")}
              </Button>
            )}
            <Text size="sm" c="dimmed" w="100%">
              {t("whole")}
            </Text>
          </>
        }
        empty={{ title: isNarrowed ? common("nothingFound") : t("nothing") }}
      />
    </Page>
  );
}

/** A filter that is asked when the person pauses; a name counts when it is whole. */
function Filter({ name, label, type = "text" }: { name: string; label: string; type?: "text" | "date" }): ReactNode {
  const { get, set } = useUrlState();
  const kept = get(name);
  const [text, setText] = useState(kept);
  useEffect(() => setText(kept), [kept]);
  const keep = (value: string): void => {
    if (value.trim() !== get(name)) set({ [name]: value.trim() });
  };
  const keepLater = useDebouncedCallback(keep, PAUSE_MS);
  return (
    <TextInput
      type={type}
      label={label}
      value={text}
      w={{ base: "calc(50% - 0.375rem)", sm: 165 }}
      onChange={(event) => {
        setText(event.currentTarget.value);
        if (type === "date") keep(event.currentTarget.value);
        else keepLater(event.currentTarget.value);
      }}
      onBlur={() => keep(text)}
      onKeyDown={(event) => {
        if (event.key === "Enter") keep(text);
      }}
    />
  );
}
