/** The matrix: a row for all websites and each one, a column for all groups and each one. */
import { Paper, Table, Text } from "@mantine/core";
import type { ReactNode } from "react";
import type { Scopes } from "../shared/scopes";
import { nameOf } from "../shared/scopes";
import { useSharedWords } from "../shared/words";
import { Cell } from "./Cell";
import { placeOf, type Direction, type RateCell } from "./documents";
import type { Draft } from "./draft";
import { useRateWords } from "./words";
import "./rates.css";

interface Props {
  scopes: Scopes;
  direction: Direction;
  cells: readonly RateCell[];
  draft: Draft | null;
  onDraft: (draft: Draft | null) => void;
  onChanged: () => void;
}

export function Matrix({ scopes, direction, cells, draft, onDraft, onChanged }: Props): ReactNode {
  const t = useRateWords();
  const shared = useSharedWords();
  const byPlace = new Map(cells.map((cell) => [placeOf(cell), cell]));
  const sites = [null, ...scopes.websites];
  const groups = [null, ...scopes.customerGroups];
  return (
    <Paper withBorder>
      <Table.ScrollContainer type="native" minWidth={groups.length * 190 + 150}>
        <Table aria-label={t("title")} className="rates" withColumnBorders verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Td>
                <Text size="xs" c="dimmed">
                  {t("axes")}
                </Text>
              </Table.Td>
              {groups.map((group) => (
                <Table.Th key={group?.code ?? ""} scope="col" className="long">
                  {group?.name ?? shared("allGroups")}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {sites.map((site) => (
              <Table.Tr key={site?.code ?? ""}>
                <Table.Th scope="row" className="long">
                  {site?.name ?? shared("allWebsites")}
                  <Text size="xs" c="dimmed" fw={400}>
                    {site?.baseCurrency ?? t("ownCurrency")}
                  </Text>
                </Table.Th>
                {groups.map((group) => {
                  const place = { websiteCode: site?.code ?? null, customerGroupCode: group?.code ?? null };
                  const cell = byPlace.get(placeOf(place));
                  if (cell === undefined) return <Table.Td key={placeOf(place)} />;
                  const isEdited = draft !== null && placeOf(draft) === placeOf(place);
                  return (
                    <Cell
                      key={placeOf(place)}
                      cell={cell}
                      direction={direction}
                      currency={site?.baseCurrency ?? null}
                      label={`${site === null ? shared("allWebsites") : nameOf(scopes.websites, site.code)}, ${group?.name ?? shared("allGroups")}`}
                      draft={isEdited ? draft : null}
                      onDraft={onDraft}
                      onChanged={onChanged}
                    />
                  );
                })}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  );
}
