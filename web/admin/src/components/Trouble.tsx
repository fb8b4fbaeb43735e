/** A page, or a part of one, that did not work: what is wrong, and trying again. */
import { Alert, Button, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useCommonWords } from "../i18n";
import { Icon } from "./icons";

interface Props {
  title: string;
  text: string;
  onRetry?: () => void;
}

export function Trouble({ title, text, onRetry }: Props): ReactNode {
  const t = useCommonWords();
  return (
    <Alert role="alert" color="red" variant="light" title={title} icon={<Icon name="alert" />} maw={640}>
      <Stack gap="sm" align="start">
        <Text size="sm">{text}</Text>
        {onRetry !== undefined && (
          <Button size="xs" variant="default" onClick={onRetry}>
            {t("retry")}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}
