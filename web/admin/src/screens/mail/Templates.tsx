/** The templates in force, by kind and language. */
import { Badge, Button, Paper, Table } from "@mantine/core";
import type { ReactNode } from "react";
import { useQuery } from "urql";
import { Link } from "wouter";
import { Answered } from "../../components/Answered";
import { Icon } from "../../components/icons";
import { May } from "../../components/May";
import { Page } from "../../components/Page";
import { useLanguage } from "../../i18n";
import { TEMPLATES } from "./documents";
import { useWords } from "./words";

export function Templates(): ReactNode {
  const t = useWords();
  const { language } = useLanguage();
  const names = new Intl.DisplayNames(language, { type: "language" });
  const result = useQuery({ query: TEMPLATES });
  const create = (
    <May scope="config:write">
      <Button component={Link} href="/mail/templates/new" leftSection={<Icon name="plus" />}>{t("newTemplate")}</Button>
    </May>
  );
  return (
    <Page title={t("templates")} lead={t("templatesLead")} actions={create}>
      <Answered result={result}>
        {(data) => (
          <Paper withBorder>
            <Table verticalSpacing="sm" horizontalSpacing="md" highlightOnHover aria-label={t("templates")}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t("kind")}</Table.Th>
                  <Table.Th>{t("language")}</Table.Th>
                  <Table.Th visibleFrom="sm">{t("subject")}</Table.Th>
                  <Table.Th>{t("whose")}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {data.emailTemplates.map((template) => (
                  <Table.Tr key={`${template.code} ${template.locale}`}>
                    <Table.Td>
                      <Link className="row long" href={`/mail/templates/${encodeURIComponent(template.code)}/${encodeURIComponent(template.locale)}`}>
                        {template.code === "balance_update" ? t("BALANCE_UPDATE") : template.code === "expiry_warning" ? t("EXPIRY_WARNING") : template.code}
                      </Link>
                    </Table.Td>
                    <Table.Td>{names.of(template.locale) ?? template.locale}</Table.Td>
                    <Table.Td visibleFrom="sm" className="long">{template.subject}</Table.Td>
                    <Table.Td>
                      <Badge variant={template.isOwn ? "filled" : "outline"} color={template.isOwn ? "brand" : "gray"}>{template.isOwn ? t("own") : t("builtIn")}</Badge>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Paper>
        )}
      </Answered>
    </Page>
  );
}
