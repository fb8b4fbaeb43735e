/** The files that were imported, here or by the command. */
import { Badge, Paper, Stack, Table, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useQuery } from "urql";
import { DateText, Points } from "../../components/amounts";
import { Answered } from "../../components/Answered";
import { Empty } from "../../components/Empty";
import { Wide } from "../../components/Wide";
import { FILES } from "./documents";
import { useWords } from "./words";

export function ImportedFiles(): ReactNode {
  const t = useWords();
  const result = useQuery({ query: FILES, requestPolicy: "network-only" });
  return (
    <Stack gap="sm">
      <Title order={2}>{t("files")}</Title>
      <Answered result={result}>
        {({ balanceFiles }) => (
          <Paper withBorder>
            {balanceFiles.length === 0 ? <Empty title={t("noFiles")} icon="upload" /> : (
              <Wide label={t("files")}>
                <Table verticalSpacing="sm" horizontalSpacing="md" aria-label={t("files")}>
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th>{t("file")}</Table.Th>
                      <Table.Th>{t("state")}</Table.Th>
                      <Table.Th ta="end">{t("in")}</Table.Th>
                      <Table.Th ta="end">{t("refused")}</Table.Th>
                      <Table.Th>{t("begun")}</Table.Th>
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {balanceFiles.map((file) => (
                      <Table.Tr key={file.digest}>
                        <Table.Td className="long">{file.fileName}</Table.Td>
                        <Table.Td><Badge variant={file.finishedAt == null ? "outline" : "filled"} color={file.finishedAt == null ? "gray" : "teal.9"}>{file.finishedAt == null ? t("unfinished") : t("finished")}</Badge></Table.Td>
                        <Table.Td ta="end"><Points value={file.imported} /></Table.Td>
                        <Table.Td ta="end"><Points value={file.refused} /></Table.Td>
                        <Table.Td><DateText instant={file.begunAt} withTime /></Table.Td>
                      </Table.Tr>
                    ))}
                  </Table.Tbody>
                </Table>
              </Wide>
            )}
          </Paper>
        )}
      </Answered>
    </Stack>
  );
}
