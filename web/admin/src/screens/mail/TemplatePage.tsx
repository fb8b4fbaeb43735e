/** A template: loaded, edited beside its preview, saved, or deleted so that the built-in one applies again. */
import { Anchor } from "@mantine/core";
import type { ReactNode } from "react";
import { useQuery } from "urql";
import { Link } from "wouter";
import { Answered } from "../../components/Answered";
import { Page } from "../../components/Page";
import { Trouble } from "../../components/Trouble";
import { TEMPLATES } from "./documents";
import { TemplateEditor } from "./TemplateEditor";
import { useWords } from "./words";

export function TemplatePage({ code, locale }: { code: string; locale: string }): ReactNode {
  const t = useWords();
  const result = useQuery({ query: TEMPLATES });
  const isNew = code === "";
  const back = <Anchor component={Link} href="/mail/templates" size="sm">{t("templates")}</Anchor>;
  const title = isNew ? t("newTemplate") : `${code} · ${locale}`;
  return (
    <Page title={title} back={back} lead={t("editorLead")}>
      <Answered result={result}>
        {({ emailTemplates }) => {
          // A new one starts from the built-in English mail, which shows all that can be used.
          const from = emailTemplates.find((one) => (isNew ? one.code === "balance_update" && one.locale === "en" : one.code === code && one.locale === locale));
          if (from === undefined) return <Trouble title={t("noTemplate")} text={t("noTemplateHelp")} />;
          const template = isNew ? { ...from, code: "", locale: "", isOwn: false } : from;
          return (
            <TemplateEditor
              key={`${code} ${locale} ${String(from.isOwn)}`}
              template={template}
              isNew={isNew}
              onChanged={() => result[1]({ requestPolicy: "network-only" })}
            />
          );
        }}
      </Answered>
    </Page>
  );
}
