/** What an adjustment would do, asked of the API while it is typed. */
import { Alert, Group, Paper, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useMemo, useState, type ReactNode } from "react";
import { useQuery } from "urql";
import { MoneyText, Points } from "../../components/amounts";
import { useFormat } from "../../i18n";
import { inputOf, type Adjustment } from "./AdjustDialog";
import { ADJUST_PREVIEW } from "./commands";
import { useWords } from "./words";

const PAUSE_MS = 250;

interface Props {
  customerId: string;
  websiteCode: string;
  values: Adjustment;
  /** What is wrong is said at a field already. */
  hasErrors: boolean;
}

export function AdjustPreview({ customerId, websiteCode, values, hasErrors }: Props): ReactNode {
  const t = useWords();
  const format = useFormat();
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const { points, expiresAt } = inputOf(values);
  const asked = useMemo(
    () => ({ input: { idempotencyKey, customerId, websiteCode, points, expiresAt } }),
    [idempotencyKey, customerId, websiteCode, points, expiresAt],
  );
  const [variables] = useDebouncedValue(asked, PAUSE_MS);
  const pause = variables.input.points === 0;
  const [{ data, stale }] = useQuery({ query: ADJUST_PREVIEW, variables, pause, requestPolicy: "network-only" });
  const preview = pause ? undefined : data?.pointsAdjustPreview;
  const refusals = preview?.userErrors ?? [];
  if (refusals.length > 0) {
    return hasErrors ? null : (
      <Alert color="orange" variant="light" role="status">
        {refusals.map(({ message }) => message).join(" ")}
      </Alert>
    );
  }
  return (
    <Paper withBorder p="md" role="status" aria-busy={stale} bg="var(--mantine-color-default-hover)">
      {preview?.balance == null ? (
        <Text c="dimmed">{t("previewNothing")}</Text>
      ) : (
        <>
          <Group justify="space-between">
            <Text>{t("previewBalance")}</Text>
            <Group gap="xs" align="baseline">
              <Points value={preview.balance} fw={700} fz="xl" />
              <MoneyText money={preview.worth} c="dimmed" />
            </Group>
          </Group>
          {preview.points > 0 && (
            <Text size="sm" c="dimmed">
              {preview.expiresAt === null ? t("previewNever") : t("previewExpires", { date: format.time(preview.expiresAt) })}
            </Text>
          )}
          {preview.message !== null && <Text size="sm">{preview.message}</Text>}
        </>
      )}
    </Paper>
  );
}
