/** Signing in: at the staff's identity provider, or with a token. */
import { Alert, Button, Divider, Group, Image, PasswordInput, Paper, Stack, Text, Title } from "@mantine/core";
import { useEffect, useState, type FormEvent, type ReactNode } from "react";
import { configuration } from "../configuration";
import icon from "../icon.svg";
import { useCommonWords } from "../i18n";
import { LanguageMenu } from "../shell/LanguageMenu";
import { leaveToSignIn } from "./provider";
import { begin } from "./session";
import { isAccepted } from "./isAccepted";

interface Props {
  because: "none" | "ended" | "refused";
  failure: string | null;
}

export function SignIn({ because, failure }: Props): ReactNode {
  const t = useCommonWords();
  useEffect(() => {
    document.title = `${t("signInTitle")} · ${t("product")}`;
  }, [t]);
  return (
    <Stack component="main" align="center" px="md" py={{ base: "md", sm: 96 }}>
      <Paper withBorder p="xl" w="100%" maw={440} shadow="sm">
        <Stack gap="lg">
          <Group justify="space-between" wrap="nowrap">
            <Group gap="sm" wrap="nowrap">
              <Image src={icon} alt="" w={36} h={36} />
              <Title order={1}>{t("signInTitle")}</Title>
            </Group>
            <LanguageMenu />
          </Group>
          <Text c="dimmed">{t("signInLead")}</Text>
          {because === "ended" && <Alert role="status">{t("signedOut")}</Alert>}
          {failure !== null && (
            <Alert color="red" role="alert">
              {t("signInFailed", { reason: failure })}
            </Alert>
          )}
          {configuration.provider !== null && <AtProvider />}
          {configuration.provider !== null && configuration.takesTokens && <Divider />}
          {configuration.takesTokens && <WithToken />}
        </Stack>
      </Paper>
    </Stack>
  );
}

function AtProvider(): ReactNode {
  const t = useCommonWords();
  const [problem, setProblem] = useState<string | null>(null);
  const [leaving, setLeaving] = useState(false);
  const leave = (): void => {
    setLeaving(true);
    const here = location.pathname.replace(/^\/admin/, "") + location.search;
    leaveToSignIn(here || "/").catch((error: unknown) => {
      setLeaving(false);
      setProblem(t("signInFailed", { reason: error instanceof Error ? error.message : String(error) }));
    });
  };
  return (
    <Stack gap="sm">
      <Button size="md" onClick={leave} loading={leaving}>
        {t("signInProvider")}
      </Button>
      {problem !== null && (
        <Alert color="red" role="alert">
          {problem}
        </Alert>
      )}
    </Stack>
  );
}

function WithToken(): ReactNode {
  const t = useCommonWords();
  const [problem, setProblem] = useState<string | null>(null);
  const [checking, setChecking] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const token = String(new FormData(event.currentTarget).get("token") ?? "").trim().replace(/^bearer\s+/i, "");
    if (token === "") return setProblem(t("tokenMissing"));
    setChecking(true);
    try {
      if (await isAccepted(token)) begin({ access: token });
      else setProblem(t("tokenWrong"));
    } catch {
      setProblem(t("failedNetwork"));
    } finally {
      setChecking(false);
    }
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <PasswordInput
          name="token"
          label={t("token")}
          description={t("tokenHelp")}
          error={problem}
          autoComplete="off"
          spellCheck={false}
        />
        <Button type="submit" size="md" variant={configuration.provider === null ? "filled" : "default"} loading={checking}>
          {t("signIn")}
        </Button>
      </Stack>
    </form>
  );
}
