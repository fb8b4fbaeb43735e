/** What moved a website's points, by month, week or day of a period: as a chart, and as a table. */
import { Group, Paper, Select, Stack, Table, Text, TextInput, Title } from "@mantine/core";
import { useMemo, type ReactNode } from "react";
import { useQuery } from "urql";
import { Points } from "../../components/amounts";
import { Answered } from "../../components/Answered";
import { Wide } from "../../components/Wide";
import { useUrlState } from "../../components/useUrlState";
import { useLanguage } from "../../i18n";
import { useMay } from "../../session/viewer";
import { ActivityChart } from "./ActivityChart";
import { ACTIVITY, TIME_ZONES, type Activity } from "./documents";
import { midnight, monthStart } from "./period";
import { SERIES } from "./series";
import { useWords } from "./words";

const INTERVALS = ["MONTH", "WEEK", "DAY"] as const;
type Interval = (typeof INTERVALS)[number];
const MOST_ROWS = 400;

export function ActivityPanel({ website }: { website: string }): ReactNode {
  const t = useWords();
  const { get, set } = useUrlState();
  const from = get("from") || monthStart(-11);
  const to = get("to") || monthStart(1);
  const interval = INTERVALS.find((one) => one === get("interval")) ?? "MONTH";
  const may = useMay();
  const [zones] = useQuery({ query: TIME_ZONES, pause: !may("config:read") });
  const zone = zones.data?.websites.find(({ code }) => code === website)?.timeZone ?? null;
  const variables = { from: midnight(from, zone) ?? "", to: midnight(to, zone) ?? "", interval, website };
  const pause = variables.from === "" || variables.to === "" || zones.fetching;
  const result = useQuery({ query: ACTIVITY, variables, pause });
  return (
    <Stack gap="sm">
      <div>
        <Title order={2}>{t("activity")}</Title>
        <Text size="sm" c="dimmed">{t("activityMeaning")}</Text>
      </div>
      <Group align="end" gap="sm">
        <TextInput type="date" label={t("from")} value={from} onChange={(event) => set({ from: event.currentTarget.value })} />
        <TextInput type="date" label={t("until")} value={to} onChange={(event) => set({ to: event.currentTarget.value })} />
        <Select label={t("interval")} allowDeselect={false} value={interval}
          data={INTERVALS.map((value) => ({ value, label: t(value) }))}
          onChange={(value) => set({ interval: value ?? "" })} />
      </Group>
      <Answered result={result}>{(data) => <Shown rows={data.pointsActivity} interval={interval} />}</Answered>
    </Stack>
  );
}

function Shown({ rows, interval }: { rows: readonly Activity[]; interval: Interval }): ReactNode {
  const t = useWords();
  const { language } = useLanguage();
  const short = useMemo(() => {
    const options = interval === "MONTH" ? { month: "short", year: "numeric" } : { day: "numeric", month: "short", year: "numeric" };
    const format = new Intl.DateTimeFormat(language, { ...options, timeZone: "UTC" } as Intl.DateTimeFormatOptions);
    return (row: Activity) => format.format(new Date(`${row.periodDay}T00:00:00Z`));
  }, [language, interval]);
  const moved = rows.filter((row) => SERIES.some((series) => row[series] !== 0));
  if (moved.length === 0) return <Paper withBorder p="xl"><Text c="dimmed" ta="center">{t("nothingMoved")}</Text></Paper>;
  return (
    <Paper withBorder p="md">
      {rows.length <= MOST_ROWS && <ActivityChart rows={rows} label={short} />}
      <Wide label={t("activity")}>
        <Table verticalSpacing={4} fz="sm" mt="md" miw={760} aria-label={t("activity")}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("begins")}</Table.Th>
              <Table.Th ta="end">{t("start")}</Table.Th>
              {SERIES.map((series) => <Table.Th key={series} ta="end">{t(series)}</Table.Th>)}
              <Table.Th ta="end">{t("end")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {(rows.length <= MOST_ROWS ? rows : moved).map((row) => (
              <Table.Tr key={row.periodStart}>
                <Table.Th scope="row" fw={500}>{short(row)}</Table.Th>
                <Table.Td ta="end"><Points value={row.balanceStart} /></Table.Td>
                {SERIES.map((series) => <Table.Td key={series} ta="end"><Points value={row[series]} signed /></Table.Td>)}
                <Table.Td ta="end"><Points value={row.balanceEnd} /></Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Wide>
    </Paper>
  );
}
