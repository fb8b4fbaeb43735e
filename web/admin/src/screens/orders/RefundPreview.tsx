/** What the credit memo would give back, asked while the form is filled in, and how many points. */
import { Alert, NumberInput, Paper, Radio, Stack, Text } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useDebouncedValue } from "@mantine/hooks";
import { useMemo, type ReactNode } from "react";
import { useQuery } from "urql";
import { useFailureText } from "../../api/failure";
import { REFUND_PREVIEW } from "./commands";
import type { Order, Outcome } from "./documents";
import { refundInput, type RefundValues } from "./refundInput";
import { RefundOutcome } from "./RefundOutcome";
import { useWords } from "./words";

const PAUSE_MS = 250;

interface Props {
  order: Order;
  form: UseFormReturnType<RefundValues>;
}

export function RefundPreview({ order, form }: Props): ReactNode {
  const said = JSON.stringify(refundInput(order.id, form.values));
  const [asked] = useDebouncedValue(said, PAUSE_MS);
  const variables = useMemo(() => ({ input: JSON.parse(asked) as ReturnType<typeof refundInput> }), [asked]);
  const pause = variables.input.creditMemoId === "";
  const [{ data, error, stale }] = useQuery({ query: REFUND_PREVIEW, variables, pause, requestPolicy: "network-only" });
  const failureText = useFailureText();
  const outcome = data?.refundPreview;
  return (
    <>
      {order.pointsUsed > 0 && <PointsBack form={form} outcome={outcome} />}
      {error !== undefined && <Alert color="orange">{failureText(error)}</Alert>}
      {outcome !== undefined && error === undefined && <Shown outcome={outcome} busy={stale} />}
    </>
  );
}

function Shown({ outcome, busy }: { outcome: Outcome; busy: boolean }): ReactNode {
  const t = useWords();
  if (outcome.userErrors.length > 0) {
    return (
      <Alert color="orange" variant="light" role="status">
        {outcome.userErrors.map(({ message }) => message).join(" ")}
      </Alert>
    );
  }
  return (
    <Paper withBorder p="md" role="status" aria-busy={busy} bg="var(--mantine-color-default-hover)">
      <Text fw={600}>{t("preview")}</Text>
      <RefundOutcome outcome={outcome} />
    </Paper>
  );
}

function PointsBack({ form, outcome }: { form: UseFormReturnType<RefundValues>; outcome: Outcome | undefined }): ReactNode {
  const t = useWords();
  const isChosen = form.values.pointsWay === "chosen";
  return (
    <Stack gap="xs">
      <Radio.Group label={t("pointsBack")} {...form.getInputProps("pointsWay")}>
        <Stack gap="xs" mt="xs">
          <Radio value="auto" label={t("pointsBackAuto")} />
          <Radio value="chosen" label={t("pointsBackChosen")} />
        </Stack>
      </Radio.Group>
      {isChosen && (
        <NumberInput
          aria-label={t("pointsBack")}
          description={outcome === undefined ? null : t("pointsBackHelp", { points: outcome.proposedPoints })}
          min={0}
          allowDecimal={false}
          maw={240}
          {...form.getInputProps("refundPoints")}
        />
      )}
    </Stack>
  );
}
