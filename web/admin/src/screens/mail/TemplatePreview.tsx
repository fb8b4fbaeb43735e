/** The live preview: what a template makes of sample data, asked when the person pauses. */
import { Alert, Stack, Text, Title } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useRef, type ReactNode } from "react";
import { useQuery } from "urql";
import { Icon } from "../../components/icons";
import { Loading } from "../../components/Loading";
import { PREVIEW } from "./documents";
import { MailBody } from "./MailBody";
import { useWords } from "./words";

const PAUSE_MS = 400;

interface Parts {
  code: string;
  locale: string;
  subject: string;
  html: string;
  text: string;
}

export function TemplatePreview({ template }: { template: Parts }): ReactNode {
  const t = useWords();
  const [asked] = useDebouncedValue(template, PAUSE_MS);
  // A new template has no code and language yet: it is shown as the mail it starts from.
  const input = { ...asked, code: asked.code || "balance_update", locale: asked.locale || "en" };
  const [{ data, error }] = useQuery({ query: PREVIEW, variables: { input } });
  const good = useRef<{ subject: string; html: string; text: string } | null>(null);
  const preview = data?.emailTemplatePreview;
  if (preview?.html != null) good.current = { subject: preview.subject ?? "", html: preview.html, text: preview.text ?? "" };
  const mistakes = preview?.userErrors ?? [];
  return (
    <Stack gap="sm" component="section" aria-label={t("preview")}>
      <Title order={2}>{t("preview")}</Title>
      <div role="status">
        {mistakes.map((mistake) => (
          <Alert key={mistake.message} color="red" icon={<Icon name="alert" />} title={part(mistake.path?.at(-1))}>
            {mistake.message}
          </Alert>
        ))}
      </div>
      {good.current === null && error === undefined && mistakes.length === 0 && <Loading />}
      {good.current !== null && (
        <>
          <Text className="long"><strong>{t("subject")}:</strong> {good.current.subject}</Text>
          <MailBody {...good.current} />
        </>
      )}
    </Stack>
  );

  function part(name: string | undefined): string {
    if (name === "subject") return t("subject");
    if (name === "text") return t("plainText");
    if (name === "html") return "HTML";
    return name === "locale" ? t("locale") : t("code");
  }
}
