/** Deleting a cell's rate: what counts then is shown first, and it can be undone. */
import { Button, Loader, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useClient } from "urql";
import { useCommand } from "../../../api/useCommand";
import { notifyDone, notifyTrouble } from "../../../components/notify";
import { ReasonedConfirm } from "../../../components/ReasonedConfirm";
import { useCommonWords } from "../../../i18n";
import { useSharedWords } from "../shared/words";
import { CREATE, DELETE, type Direction, type Rate, type RateCell } from "./documents";
import { FallsBackTo } from "./FallsBackTo";
import { useRateText } from "./spelling";
import { useRateWords } from "./words";

interface Props {
  opened: boolean;
  onClose: () => void;
  cell: RateCell;
  rate: Rate;
  direction: Direction;
  currency: string | null;
  label: string;
  onDeleted: () => void;
  onRestored: () => void;
}

export function DeleteRate({ opened, onClose, cell, rate, direction, currency, label, onDeleted, onRestored }: Props): ReactNode {
  const t = useRateWords();
  const common = useCommonWords();
  const shared = useSharedWords();
  const client = useClient();
  const rateText = useRateText();
  const command = useCommand(DELETE, { payload: (data) => data.exchangeRateDelete });
  const restore = async (): Promise<void> => {
    const { websiteCode, customerGroupCode } = cell;
    const input = { websiteCode, customerGroupCode, direction, points: rate.points, currencyAmount: rate.currencyAmount };
    const { data, error } = await client.mutation(CREATE, { input }).toPromise();
    const refusal = error?.message ?? data?.exchangeRateCreate.userErrors[0]?.message;
    if (refusal === undefined) notifyDone(shared("restored"));
    else notifyTrouble(refusal);
    onRestored();
  };
  const confirm = async (): Promise<boolean> => {
    if ((await command.run({ id: rate.id })) === null) return false;
    notifyDone(
      shared("deleted"),
      <Button size="compact-xs" variant="default" onClick={() => void restore()}>
        {common("undo")}
      </Button>,
    );
    onDeleted();
    return true;
  };
  return (
    <ReasonedConfirm
      opened={opened}
      onClose={onClose}
      title={t("deleteTitle", { place: label })}
      confirmLabel={t("delete")}
      danger
      problems={command.problems}
      onConfirm={confirm}
      preview={
        <Stack gap="xs">
          <Text size="sm">{t("deleteText", { rate: rateText(rate, direction, currency) })}</Text>
          {opened && <FallsBackTo cell={cell} rate={rate} direction={direction} waiting={<Loader type="dots" size="sm" />} />}
        </Stack>
      }
    />
  );
}
