/** The newest invitations that a customer has sent. */
import { Paper, Table, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useQuery } from "urql";
import { DateText } from "../../components/amounts";
import { TextLink } from "../entries/TextLink";
import { WideTable } from "../entries/WideTable";
import { INVITATIONS } from "./documents";
import { customerPath } from "../entries/paths";
import { useWords } from "./words";

export function Invitations({ inviterId }: { inviterId: string }): ReactNode {
  const t = useWords();
  const [{ data }] = useQuery({ query: INVITATIONS, variables: { inviterId } });
  const sent = data?.invitations.nodes ?? [];
  if (sent.length === 0) return null;
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="invitations">
      <Title order={2} id="invitations" mb="sm">
        {t("invitations")}
      </Title>
      <WideTable minWidth={300} labelledBy="invitations">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("invited")}</Table.Th>
            <Table.Th>{t("accepted")}</Table.Th>
            <Table.Th>{t("sent")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sent.map((invitation) => (
            <Table.Tr key={invitation.id}>
              <Table.Td className="long">{invitation.email ?? "–"}</Table.Td>
              <Table.Td>
                {invitation.acceptedBy === null ? (
                  t("notYet")
                ) : (
                  <TextLink href={customerPath(invitation.acceptedBy)}>{invitation.acceptedBy}</TextLink>
                )}
              </Table.Td>
              <Table.Td>
                <DateText instant={invitation.createdAt} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </WideTable>
    </Paper>
  );
}
