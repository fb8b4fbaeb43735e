/** Whom to be in the shop: the sample shop's customers by store, or a guest of either. */
import type { ReactNode, RefObject } from "react";
import { type Person, people } from "../shop";
import { useSpeech } from "../speech";
import { useVisit } from "../state";
import { doing, enterStore, signIn } from "../visit";
import { isLanguage, languages, type Words } from "../words";

export function SignIn({ dialog }: { dialog: RefObject<HTMLDialogElement | null> }): ReactNode {
  const { websites, person, store } = useVisit();
  const { words } = useSpeech();
  const choose = (work: () => Promise<void>) => {
    dialog.current?.close();
    void doing(work);
  };
  return (
    <dialog ref={dialog} aria-labelledby="sign-in" className="sign-in">
      <h2 id="sign-in">{words.signInAs}</h2>
      <p className="muted">{words.signInWhy}</p>
      <div className="stores">
        {websites.map(({ code, name, baseCurrency }) => (
          <section key={code} aria-label={name}>
            <h3>
              {name} <small>{baseCurrency}</small>
            </h3>
            <ul>
              {people
                .filter((one) => one.store === code)
                .map((one) => (
                  <li key={one.id}>
                    <button
                      type="button"
                      aria-pressed={one.id === person?.id}
                      onClick={() => choose(() => signIn(one.id))}
                    >
                      {one.name} <small>{described(one, words)}</small>
                    </button>
                  </li>
                ))}
              <li>
                <button
                  type="button"
                  aria-pressed={!person && store === code}
                  onClick={() => choose(() => enterStore(code))}
                >
                  {words.guest}
                </button>
              </li>
            </ul>
          </section>
        ))}
      </div>
      <p>
        <button type="button" className="quiet" onClick={() => dialog.current?.close()}>
          {words.close}
        </button>
      </p>
    </dialog>
  );
}

/** What is special about a customer: their group, and the language that the shop writes to them in. */
function described({ group, locale }: Person, words: Words): string {
  const language = isLanguage(locale) && locale !== "en" ? languages[locale] : "";
  return [words.group[group as keyof Words["group"]], language].filter(Boolean).join(", ");
}

/** A button that signs a guest in as the customer that the examples are about. */
export function SignInAsAda({ className = "" }: { className?: string }): ReactNode {
  const { words } = useSpeech();
  return (
    <button type="button" className={className} onClick={() => void doing(() => signIn("ada"))}>
      {words.heroTry}
    </button>
  );
}
