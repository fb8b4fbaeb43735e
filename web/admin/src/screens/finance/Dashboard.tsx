/** The dashboard: points outstanding and their worth at an instant, what moved them, and when they expire. */
import { Button, Group, Select, Stack, TextInput } from "@mantine/core";
import { useMemo, type ReactNode } from "react";
import { useQuery } from "urql";
import { Answered } from "../../components/Answered";
import { Empty } from "../../components/Empty";
import { Page } from "../../components/Page";
import { useUrlState } from "../../components/useUrlState";
import { useFormat } from "../../i18n";
import { useNames } from "../entries/names";
import { ActivityPanel } from "./ActivityPanel";
import { LIABILITY, type Liability } from "./documents";
import { ExpiryLadder } from "./ExpiryLadder";
import { instantOf } from "./period";
import { ByWebsite } from "./ByWebsite";
import { Totals } from "./Totals";
import { useWords } from "./words";

export function Dashboard(): ReactNode {
  const t = useWords();
  const format = useFormat();
  const { get, set } = useUrlState();
  const asOf = useMemo(() => instantOf(get("asOf")), [get]);
  const at = asOf === null ? null : format.time(asOf);
  const result = useQuery({ query: LIABILITY, variables: { asOf } });
  return (
    <Page title={t("title")} lead={t("lead")}>
      <Group align="end" gap="sm">
        <TextInput
          type="datetime-local"
          label={t("asOf")}
          description={t("asOfHelp")}
          value={get("asOf")}
          onChange={(event) => set({ asOf: event.currentTarget.value })}
        />
        {asOf !== null && (
          <Button variant="default" onClick={() => set({ asOf: "" })}>
            {t("now")}
          </Button>
        )}
      </Group>
      <Answered result={result}>
        {(data) =>
          data.liability.length === 0 ? (
            <Empty title={at === null ? t("noWebsites") : t("noWebsitesThen", { at })} icon="chart" />
          ) : (
            <Stack gap="xl">
              <Totals totals={data.liabilityTotals} rows={data.liability} at={at} />
              {data.liability.length > 1 && <ByWebsite rows={data.liability} />}
              <OfWebsite rows={data.liability} />
            </Stack>
          )
        }
      </Answered>
    </Page>
  );
}

/** What is about one website: its expiry ladder and its activity. */
function OfWebsite({ rows }: { rows: readonly Liability[] }): ReactNode {
  const t = useWords();
  const names = useNames();
  const { get, set } = useUrlState();
  const fullest = [...rows].sort((one, other) => other.points - one.points)[0];
  const chosen = rows.find((row) => row.websiteCode === get("website")) ?? fullest;
  if (chosen === undefined) return null;
  return (
    <Stack gap="xl">
      {rows.length > 1 && (
        <Select
          label={t("website")}
          maw={320}
          allowDeselect={false}
          data={rows.map((row) => ({ value: row.websiteCode, label: names.website(row.websiteCode) }))}
          value={chosen.websiteCode}
          onChange={(code) => set({ website: code ?? "" })}
        />
      )}
      <ExpiryLadder liability={chosen} />
      <ActivityPanel website={chosen.websiteCode} />
    </Stack>
  );
}
