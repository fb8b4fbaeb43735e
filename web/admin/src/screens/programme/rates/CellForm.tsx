/** The form of a cell: the rate for just this website and group, saved, or deleted so that the next level counts. */
import { ActionIcon, Button, FocusTrap, Group, Stack, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useEffect, useState, type ReactNode } from "react";
import { Icon } from "../../../components/icons";
import { Problems } from "../../../components/Problems";
import { useCommonWords } from "../../../i18n";
import { ChangedMeanwhile } from "../shared/ChangedMeanwhile";
import { DecimalNumber, WholeNumber } from "../shared/fields";
import { useSharedWords } from "../shared/words";
import { DeleteRate } from "./DeleteRate";
import { EARNING, type Direction, type RateCell } from "./documents";
import { draftRate, type Draft } from "./draft";
import { useSaveRate } from "./useSaveRate";
import { useRateWords } from "./words";

interface Props {
  cell: RateCell;
  direction: Direction;
  currency: string | null;
  label: string;
  draft: Draft;
  onDraft: (draft: Draft | null) => void;
  onChanged: () => void;
}

export function CellForm({ cell, direction, currency, label, draft, onDraft, onChanged }: Props): ReactNode {
  const t = useRateWords();
  const common = useCommonWords();
  const shared = useSharedWords();
  const [deleting, setDeleting] = useState(false);
  const form = useForm({ initialValues: { points: draft.points, currencyAmount: draft.currencyAmount } });
  const { points, currencyAmount } = form.values;
  useEffect(() => {
    if (points !== draft.points || currencyAmount !== draft.currencyAmount) onDraft({ ...draft, points, currencyAmount });
  }, [points, currencyAmount, draft, onDraft]);
  const close = () => onDraft(null);
  const saving = useSaveRate(direction, () => {
    close();
    onChanged();
  }, onChanged);
  const submit = form.onSubmit(() => {
    const rate = draftRate(draft, direction);
    if (rate !== null) return void saving.save(draft, rate, form);
    if (points === "") form.setFieldError("points", common("required"));
    else if (Number(points) < 1) form.setFieldError("points", t("atLeastOne"));
    if (currencyAmount === "") form.setFieldError("currencyAmount", common("required"));
    else if (Number(currencyAmount) <= 0) form.setFieldError("currencyAmount", t("aboveZero"));
  });
  const money = (
    <DecimalNumber key="money" size="xs" label={t("amount")} unit={currency ?? undefined} {...form.getInputProps("currencyAmount")} />
  );
  const number = <WholeNumber key="points" size="xs" label={shared("pointsUnit")} {...form.getInputProps("points")} />;
  const [first, second] = direction === EARNING ? [money, number] : [number, money];
  return (
    <FocusTrap active={!deleting}>
      <form onSubmit={submit} aria-label={label} onKeyDown={(event) => event.key === "Escape" && close()}>
        <Stack gap="xs" p={4}>
          <div className="pair">
            {first}
            {second}
          </div>
          {currency === null && (
            <Text size="xs" c="dimmed">
              {t("ownCurrencyHelp")}
            </Text>
          )}
          <Problems of={saving.problems} />
          {saving.isStale && (
            <ChangedMeanwhile
              onTheirs={() => {
                close();
                onChanged();
              }}
              onMine={() => {
                const rate = draftRate(draft, direction);
                if (rate !== null) void saving.saveAnyway(rate, form);
              }}
            />
          )}
          <Group gap={6}>
            <Button type="submit" size="xs" loading={saving.running}>
              {cell.own === null ? t("setHere") : common("save")}
            </Button>
            <Button size="xs" variant="default" onClick={close}>
              {common("cancel")}
            </Button>
            {cell.own !== null && (
              <ActionIcon variant="subtle" color="red" aria-label={t("delete")} title={t("delete")} onClick={() => setDeleting(true)}>
                <Icon name="trash" size={16} />
              </ActionIcon>
            )}
          </Group>
        </Stack>
      </form>
      {cell.own !== null && (
        <DeleteRate
          opened={deleting}
          onClose={() => setDeleting(false)}
          cell={cell}
          rate={cell.own}
          direction={direction}
          currency={currency}
          label={label}
          onDeleted={() => {
            close();
            onChanged();
          }}
          onRestored={onChanged}
        />
      )}
    </FocusTrap>
  );
}
