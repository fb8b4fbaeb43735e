/** A list of the API, page by page: the cursor is kept in the address; waiting, empty and in trouble it says so. */
import { Box, Button, Group, Paper, Stack, Table, Text } from "@mantine/core";
import type { TypedDocumentNode } from "@urql/core";
import type { ReactNode } from "react";
import { useQuery, type AnyVariables } from "urql";
import { Link } from "wouter";
import { useCommonWords } from "../i18n";
import { Answered } from "./Answered";
import { Empty } from "./Empty";
import { AFTER, useUrlState } from "./useUrlState";

export interface Connection<Node> {
  totalCount: number;
  nodes: readonly Node[];
  pageInfo: { hasNextPage: boolean; endCursor?: string | null };
}

export interface Column<Node> {
  key: string;
  header: string;
  cell: (node: Node) => ReactNode;
  /** Numbers stand at the end. */
  align?: "end";
  /** Not shown on a phone. */
  wide?: boolean;
}

interface Props<Data, Variables extends AnyVariables, Node> {
  /** What the list is of, for screen readers. */
  caption: string;
  /** Its document takes `$first` and `$after`, too. */
  query: TypedDocumentNode<Data, Variables>;
  /** All but `first` and `after`. */
  variables: Omit<Variables, "first" | "after">;
  connection: (data: Data) => Connection<Node>;
  columns: readonly Column<Node>[];
  rowKey: (node: Node) => string;
  /** Makes the first column a link. */
  rowHref?: (node: Node) => string;
  /** The search box and filters. */
  filters?: ReactNode;
  /** What is said when there is nothing; null says nothing. */
  empty?: { title: string; text?: string; action?: ReactNode } | null;
  pageSize?: number;
}

export function DataList<Data, Variables extends AnyVariables, Node>(props: Props<Data, Variables, Node>): ReactNode {
  const { query, variables, connection, filters, pageSize = 25 } = props;
  const { get } = useUrlState();
  const after = get(AFTER);
  const all = { ...variables, first: pageSize, after: after === "" ? null : after };
  const result = useQuery<Data>({ query, variables: all });
  return (
    <Stack gap="md">
      {filters !== undefined && (
        <Group gap="sm" align="end">
          {filters}
        </Group>
      )}
      <Answered result={result}>{(data) => <ListPage {...props} page={connection(data)} />}</Answered>
    </Stack>
  );
}

type PageProps<Data, Variables extends AnyVariables, Node> = Props<Data, Variables, Node> & { page: Connection<Node> };

function ListPage<Data, Variables extends AnyVariables, Node>(props: PageProps<Data, Variables, Node>): ReactNode {
  const t = useCommonWords();
  const { page, caption, columns, rowKey, rowHref, empty } = props;
  if (page.nodes.length === 0) {
    if (empty === null) return null;
    return (
      <Paper withBorder role="status">
        <Empty title={empty?.title ?? t("nothingFound")} text={empty?.text} action={empty?.action} />
      </Paper>
    );
  }
  return (
    <>
      <Paper withBorder>
        <Table.ScrollContainer type="native" minWidth={300}>
          <Table verticalSpacing="sm" horizontalSpacing="md" highlightOnHover aria-label={caption}>
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
              {page.nodes.map((node) => (
                <Table.Tr key={rowKey(node)}>
                  {columns.map((column, index) => (
                    <Table.Td key={column.key} {...placed(column)}>
                      {index === 0 && rowHref !== undefined ? (
                        <Link href={rowHref(node)} className="row">
                          {column.cell(node)}
                        </Link>
                      ) : (
                        column.cell(node)
                      )}
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Paper>
      <Paging page={page} />
    </>
  );
}

function placed<Node>(column: Column<Node>): { ta?: "end"; visibleFrom?: "sm" } {
  return {
    ...(column.align === undefined ? {} : { ta: column.align }),
    ...(column.wide === true ? { visibleFrom: "sm" as const } : {}),
  };
}

/** Where the list stands, and the ways on. Back is the browser's own, as each page has its address. */
export function Paging({ page }: { page: Connection<unknown> }): ReactNode {
  const t = useCommonWords();
  const { get, set } = useUrlState();
  const isFirst = get(AFTER) === "";
  const next = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  return (
    <Group justify="space-between">
      <Text size="sm" c="dimmed" role="status">
        {t("itemsFound", { count: page.totalCount })}
      </Text>
      <Box component="nav" aria-label={t("next")} hidden={isFirst && next == null}>
        <Group gap="xs">
          <Button variant="default" size="xs" disabled={isFirst} onClick={() => set({ [AFTER]: "" })}>
            {t("first")}
          </Button>
          <Button variant="default" size="xs" disabled={isFirst} onClick={() => history.back()}>
            {t("previous")}
          </Button>
          <Button variant="default" size="xs" disabled={next == null} onClick={() => set({ [AFTER]: next ?? "" })}>
            {t("next")}
          </Button>
        </Group>
      </Box>
    </Group>
  );
}
