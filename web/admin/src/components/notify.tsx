/** Words that something is done or went wrong, in a live region that stays a while. */
import { notifications } from "@mantine/notifications";
import type { MouseEvent, ReactNode } from "react";
import { Icon } from "./icons";

const STAYS_MS = 6_000;
// No hook is at hand here; the page's own language is.
const CLOSE: Record<string, string> = { en: "Close", de: "Schließen", sv: "Stäng", es: "Cerrar" };

function closeButton(): { "aria-label": string } {
  return { "aria-label": CLOSE[document.documentElement.lang] ?? "Close" };
}

/** `action` may be an undo button: the first press of it takes the notice away, and a second one does nothing. */
export function notifyDone(message: string, action?: ReactNode): void {
  const id = crypto.randomUUID();
  let isUsed = false;
  const once = (event: MouseEvent): void => {
    if (isUsed) event.stopPropagation();
    isUsed = true;
    notifications.hide(id);
  };
  const shown = action === undefined ? message : (
    <>
      {message} <span onClickCapture={once}>{action}</span>
    </>
  );
  notifications.show({ id, message: shown, icon: <Icon name="check" />, color: "brand", autoClose: STAYS_MS, closeButtonProps: closeButton() });
}

export function notifyTrouble(message: string): void {
  notifications.show({ message, icon: <Icon name="alert" />, color: "red", autoClose: false, closeButtonProps: closeButton() });
}
