/**
 * How an import goes, or how it went: progress, counts, and the rows that were refused. What was tried is booked here,
 * away from where it was tried: a second click or press of Enter there books nothing.
 */
import { Alert, Button, Group, Paper, Progress, Stack, Table, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { download } from "../../components/download";
import { Icon } from "../../components/icons";
import { Wide } from "../../components/Wide";
import type { Outcome } from "./useImport";
import { useWords } from "./words";

const SHOWN = 100;

interface Props {
  outcome: Outcome;
  /** The file's. */
  name: string;
  onBook: () => void;
}

export function ImportOutcome({ outcome, name, onBook }: Props): ReactNode {
  const t = useWords();
  const { state, dryRun, share, rows, imported, refused, isOld, problem } = outcome;
  const save = (): void =>
    download(`refused-${name.replace(/\.\w+$/, "")}.csv`, "text/csv;charset=utf-8", `\uFEFF${outcome.csvHeading}${refused.map((row) => row.csv).join("")}`);
  return (
    <Stack gap="sm">
      {state === "running" && <Progress value={share * 100} animated aria-label={t("progress")} />}
      <div role="status">
        {state === "done" && (
          <Alert color={refused.length === 0 ? "teal" : "yellow"} icon={<Icon name={refused.length === 0 ? "check" : "alert"} />}>
            {dryRun ? t("tried", { imported, refused: refused.length, rows }) : isOld ? t("old") : t("imported", { imported, refused: refused.length, rows })}
            {dryRun && <div>{t("nothingYet")}</div>}
          </Alert>
        )}
        {state === "running" && <Text size="sm" c="dimmed">{t("soFar", { rows })}</Text>}
      </div>
      {state === "done" && dryRun && imported > 0 && (
        <Group>
          <Button leftSection={<Icon name="upload" />} onClick={onBook}>{t("import", { count: imported })}</Button>
        </Group>
      )}
      {state === "stopped" && <Alert color="yellow">{dryRun ? t("stoppedDry") : t("stopped", { rows })}</Alert>}
      {state === "failed" && (
        <Alert color="red" role="alert" icon={<Icon name="alert" />} title={problem ?? ""}>
          {rows > 0 && !dryRun && t("goOn", { rows })}
        </Alert>
      )}
      {refused.length > 0 && (
        <Stack gap="xs">
          <Group justify="space-between">
            <Text fw={600}>{t("refusedRows", { count: refused.length })}</Text>
            <Button size="xs" variant="default" onClick={save}>{t("download")}</Button>
          </Group>
          <Paper withBorder>
            <Wide label={t("refusedTable")}>
              <Table verticalSpacing={6} fz="sm" aria-label={t("refusedTable")}>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th ta="end">{t("line")}</Table.Th>
                    <Table.Th>{t("column")}</Table.Th>
                    <Table.Th>{t("why")}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {refused.slice(0, SHOWN).map((row) => (
                    <Table.Tr key={row.line}>
                      <Table.Td ta="end" className="number">{row.line}</Table.Td>
                      <Table.Td>{row.field ?? "–"}</Table.Td>
                      <Table.Td className="long">{row.message}</Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Wide>
          </Paper>
          <Text size="sm" c="dimmed">{refused.length > SHOWN ? t("moreRefused", { count: SHOWN }) : t("mend")}</Text>
        </Stack>
      )}
    </Stack>
  );
}
