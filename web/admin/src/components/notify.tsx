/** Words that something is done or went wrong, in a live region that stays a while. */
import { notifications } from "@mantine/notifications";
import type { ReactNode } from "react";
import { Icon } from "./icons";

const STAYS_MS = 6_000;
// No hook is at hand here; the page's own language is.
const CLOSE: Record<string, string> = { en: "Close", de: "Schließen", sv: "Stäng", es: "Cerrar" };

function closeButton(): { "aria-label": string } {
  return { "aria-label": CLOSE[document.documentElement.lang] ?? "Close" };
}

/** `action` may be an undo button. */
export function notifyDone(message: string, action?: ReactNode): void {
  const shown = action === undefined ? message : (
    <>
      {message} {action}
    </>
  );
  notifications.show({ message: shown, icon: <Icon name="check" />, color: "brand", autoClose: STAYS_MS, closeButtonProps: closeButton() });
}

export function notifyTrouble(message: string): void {
  notifications.show({ message, icon: <Icon name="alert" />, color: "red", autoClose: false, closeButtonProps: closeButton() });
}
