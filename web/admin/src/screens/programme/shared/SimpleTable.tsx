/** A short list that the API answers whole: a table with a search over what its rows say. */
import { Paper, Stack, Table, Text, TextInput } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { Column } from "../../../components/DataList";
import { Empty } from "../../../components/Empty";
import { Icon } from "../../../components/icons";
import { useCommonWords } from "../../../i18n";

interface Props<Node> {
  caption: string;
  nodes: readonly Node[];
  columns: readonly Column<Node>[];
  rowKey: (node: Node) => string;
  /** What the search looks at; without it there is none. */
  said?: (node: Node) => string;
  empty: { title: string; text?: string; action?: ReactNode };
}

const SEARCHED_FROM = 8;

export function SimpleTable<Node>({ caption, nodes, columns, rowKey, said, empty }: Props<Node>): ReactNode {
  const common = useCommonWords();
  const [wanted, setWanted] = useState("");
  const found = said === undefined ? nodes : nodes.filter((node) => said(node).toLocaleLowerCase().includes(wanted.trim().toLocaleLowerCase()));
  if (nodes.length === 0) {
    return (
      <Paper withBorder>
        <Empty title={empty.title} text={empty.text} action={empty.action} />
      </Paper>
    );
  }
  return (
    <Stack gap="sm">
      {said !== undefined && nodes.length >= SEARCHED_FROM && (
        <TextInput type="search" aria-label={`${common("search")}: ${caption}`} placeholder={common("search")} leftSection={<Icon name="search" />} maw={360} value={wanted} onChange={(event) => setWanted(event.currentTarget.value)} />
      )}
      <Paper withBorder>
        <Table.ScrollContainer type="native" minWidth={300}>
          <Table verticalSpacing="sm" horizontalSpacing="md" aria-label={caption}>
            <Table.Thead>
              <Table.Tr>
                {columns.map((column) => (
                  <Table.Th key={column.key} {...placed(column)}>
                    {column.header}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {found.map((node) => (
                <Table.Tr key={rowKey(node)}>
                  {columns.map((column) => (
                    <Table.Td key={column.key} {...placed(column)}>
                      {column.cell(node)}
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Paper>
      {found.length === 0 && (
        <Text size="sm" c="dimmed" role="status">
          {common("nothingFound")}
        </Text>
      )}
    </Stack>
  );
}

function placed<Node>(column: Column<Node>): { ta?: "end"; visibleFrom?: "sm" } {
  return {
    ...(column.align === undefined ? {} : { ta: column.align }),
    ...(column.wide === true ? { visibleFrom: "sm" as const } : {}),
  };
}
