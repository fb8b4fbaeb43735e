/** The background jobs: when each last ran, what it failed of, and running one now. */
import { ActionIcon, Alert, Badge, Button, Paper, Stack, Table, Text, Title, VisuallyHidden } from "@mantine/core";
import type { ReactNode } from "react";
import { graphql, type FragmentOf } from "../../api/graphql";
import { useCommand } from "../../api/useCommand";
import { DateText } from "../../components/amounts";
import { Icon } from "../../components/icons";
import { May } from "../../components/May";
import { Problems } from "../../components/Problems";
import { useFormat } from "../../i18n";
import { useMay } from "../../session/viewer";
import { useWords } from "./words";

export const JOB = graphql(`
  fragment Job on JobHealth {
    job
    late
    processed
    failures
    lastSuccessAt
    lastFailureAt
    lastError
  }
`);

const RUN = graphql(`
  mutation RunJob($job: Job!) {
    jobRun(job: $job) {
      processed
      userErrors {
        message
        path
        code
      }
    }
  }
`);

type Job = FragmentOf<typeof JOB>;

export function Jobs({ jobs, onRun }: { jobs: readonly Job[]; onRun: () => void }): ReactNode {
  const t = useWords();
  const may = useMay();
  const command = useCommand(RUN, {
    payload: (data) => data.jobRun,
    success: (data) => t("ran", { count: data.jobRun.processed }),
    onDone: onRun,
  });
  return (
    <Stack gap="sm">
      <Title order={2}>{t("jobs")}</Title>
      {jobs.some((job) => job.late) && (
        <Alert color="yellow" title={t("lateTitle")} icon={<Icon name="alert" />}>
          {t("lateText")}
        </Alert>
      )}
      <Problems of={command.problems} />
      <Paper withBorder>
        <Table.ScrollContainer type="native" minWidth={300}>
          <Table verticalSpacing="sm" horizontalSpacing="md" aria-label={t("jobs")}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("job")}</Table.Th>
                <Table.Th>{t("state")}</Table.Th>
                <Table.Th visibleFrom="sm">{t("lastRun")}</Table.Th>
                <Table.Th visibleFrom="sm" ta="end">
                  {t("processed")}
                </Table.Th>
                <Table.Th visibleFrom="sm">{t("lastFailure")}</Table.Th>
                {may("admin") && (
                  <Table.Th>
                    <VisuallyHidden>{t("run")}</VisuallyHidden>
                  </Table.Th>
                )}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {jobs.map((job) => (
                <Row key={job.job} job={job} running={command.running} run={() => void command.run({ job: job.job })} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Paper>
    </Stack>
  );
}

function Row({ job, running, run }: { job: Job; running: boolean; run: () => void }): ReactNode {
  const t = useWords();
  const format = useFormat();
  const label = `${t("run")}: ${t(job.job)}`;
  return (
    <Table.Tr>
      <Table.Td fw={600}>{t(job.job)}</Table.Td>
      <Table.Td>
        <Badge variant="light" color={job.late ? "red" : "green"}>
          {job.late ? t("late") : t("onTime")}
        </Badge>
      </Table.Td>
      <Table.Td visibleFrom="sm">
        {job.lastSuccessAt === null ? t("never") : <DateText instant={job.lastSuccessAt} withTime />}
      </Table.Td>
      <Table.Td visibleFrom="sm" ta="end" className="number">
        {format.number(job.processed)}
      </Table.Td>
      <Table.Td visibleFrom="sm">
        {job.lastFailureAt === null ? "–" : <DateText instant={job.lastFailureAt} withTime />}
        {job.lastError !== null && (
          <Text size="xs" c="dimmed">
            {job.lastError} ({format.number(job.failures)})
          </Text>
        )}
      </Table.Td>
      <May scope="admin">
        <Table.Td ta="end">
          <Button visibleFrom="sm" size="xs" variant="default" disabled={running} onClick={run} aria-label={label}>
            {t("run")}
          </Button>
          <ActionIcon hiddenFrom="sm" size="lg" variant="default" disabled={running} onClick={run} aria-label={label}>
            <Icon name="play" />
          </ActionIcon>
        </Table.Td>
      </May>
    </Table.Tr>
  );
}
