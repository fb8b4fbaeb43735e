/** What a refused form says may stand beyond the window's edge: the first field with an error gets the focus. */
const FRAMES = 10;
let asked = 0;

/** Once React has drawn the errors. In a dialog, what lies behind it is left alone. */
export function focusFirstWrong(within?: HTMLElement): void {
  const mine = ++asked;
  const look = (left: number): void => {
    if (mine !== asked) return;
    const dialogs = document.querySelectorAll<HTMLElement>('[role="dialog"]');
    const place = within ?? dialogs[dialogs.length - 1] ?? document.body;
    const field = place.querySelector<HTMLElement>('[aria-invalid="true"]');
    if (field === null) {
      if (left > 0) requestAnimationFrame(() => look(left - 1));
      return;
    }
    field.focus({ preventScroll: true });
    field.scrollIntoView({ block: "center" });
  };
  requestAnimationFrame(() => look(FRAMES));
}

/** What forms find wrong themselves, before they ask the API. */
export function watchForms(): void {
  addEventListener("submit", ({ target }) => {
    if (target instanceof HTMLElement) focusFirstWrong(target);
  });
}
