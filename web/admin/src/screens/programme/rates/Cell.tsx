/** A cell of the matrix: the rate that wins, spelled out, with its level; or the form that edits its own. */
import { Group, Stack, Table, Text, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { useEffect, useRef, type ReactNode } from "react";
import { useMay } from "../../../session/viewer";
import { CellForm } from "./CellForm";
import type { Direction, RateCell } from "./documents";
import type { Draft } from "./draft";
import { Level, useRateText } from "./spelling";
import { useRateWords } from "./words";

interface Props {
  cell: RateCell;
  direction: Direction;
  currency: string | null;
  label: string;
  draft: Draft | null;
  onDraft: (draft: Draft | null) => void;
  onChanged: () => void;
}

export function Cell({ cell, direction, currency, label, draft, onDraft, onChanged }: Props): ReactNode {
  const t = useRateWords();
  const may = useMay();
  const button = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  useEffect(() => {
    // The focus comes back to the cell that was edited.
    if (draft === null && wasOpen.current) button.current?.focus();
    wasOpen.current = draft !== null;
  }, [draft]);
  if (draft !== null) {
    return (
      <Table.Td miw={250}>
        <CellForm cell={cell} direction={direction} currency={currency} label={label} draft={draft} onDraft={onDraft} onChanged={onChanged} />
      </Table.Td>
    );
  }
  const open = () =>
    onDraft({
      websiteCode: cell.websiteCode,
      customerGroupCode: cell.customerGroupCode,
      own: cell.own,
      points: cell.own?.points ?? cell.effective?.rate.points ?? "",
      currencyAmount: cell.own?.currencyAmount ?? cell.effective?.rate.currencyAmount ?? "",
    });
  return (
    <Table.Td>
      {may("config:write") ? (
        <UnstyledButton ref={button} className="rate" onClick={open}>
          <VisuallyHidden>{t("editCell", { place: label })} </VisuallyHidden>
          <Shown cell={cell} direction={direction} currency={currency} />
        </UnstyledButton>
      ) : (
        <div className="rate">
          <Shown cell={cell} direction={direction} currency={currency} />
        </div>
      )}
    </Table.Td>
  );
}

function Shown({ cell, direction, currency }: Pick<Props, "cell" | "direction" | "currency">): ReactNode {
  const t = useRateWords();
  const rateText = useRateText();
  if (cell.effective === null) {
    return (
      <Text size="sm" c="dimmed">
        {t("noRate")}
      </Text>
    );
  }
  const own = cell.own !== null;
  return (
    <Stack gap={4}>
      <Text size="sm" fw={own ? 600 : 400} {...(own ? {} : { c: "dimmed" })} className="number">
        {rateText(cell.effective.rate, direction, currency)}
      </Text>
      <Group gap={4}>
        <Level own={own} priority={cell.effective.priority} />
      </Group>
    </Stack>
  );
}
