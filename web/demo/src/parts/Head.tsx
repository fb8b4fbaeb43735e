/** The shop's head: its name, the ways through it, the customer, and their points as they change. */
import { type ReactNode, useRef } from "react";
import { linkTo, useRoute } from "../route";
import { useSpeech } from "../speech";
import { useVisit } from "../state";
import { speak } from "../visit";
import { type Language, languages } from "../words";
import { SignIn } from "./SignIn";

export function Head(): ReactNode {
  const { language, points, person } = useVisit();
  const { words, fill, number } = useSpeech();
  const dialog = useRef<HTMLDialogElement>(null);
  const balance = points?.balance ? number(points.balance.points) : null;
  return (
    <header className="head">
      <Brand />
      <Sections />
      <div className="who">
        {balance !== null && (
          <a className="chip" href={linkTo("account")}>
            <Leaf /> <span className="spoken">{words.myPoints}: </span>
            {fill(words.pointsNow, { points: balance })}
          </a>
        )}
        <button type="button" className="quiet" onClick={() => dialog.current?.showModal()}>
          {person ? person.name : words.signIn}
        </button>
        <label>
          <span className="spoken">{words.language}</span>
          <select value={language} onChange={({ target }) => speak(target.value as Language)}>
            {Object.entries(languages).map(([code, name]) => (
              <option key={code} value={code} lang={code}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </div>
      <SignIn dialog={dialog} />
    </header>
  );
}

function Brand(): ReactNode {
  const { websites, store } = useVisit();
  const { words } = useSpeech();
  return (
    <a className="brand" href={linkTo("shelf")}>
      <svg viewBox="0 0 48 48" aria-hidden="true">
        <path className="leaf" d="M24 4c10 6 13 15 9 25-3-7-7-11-12-14 4 5 6 10 6 16-9-4-12-15-3-27Z" />
        <path className="pot" d="M8 30h26c0 8-5 13-13 13S8 38 8 30Zm27 2h3a4 4 0 0 1 0 8h-5" />
      </svg>
      <span>
        <strong>{websites.find(({ code }) => code === store)?.name ?? "Leaf & Kettle"}</strong>
        <small>{words.motto}</small>
      </span>
    </a>
  );
}

function Sections(): ReactNode {
  const { basket } = useVisit();
  const { words, fill, number } = useSpeech();
  const { name } = useRoute();
  const units = Object.values(basket).reduce((sum, one) => sum + one, 0);
  const here = (place: string) => (name === place ? ("page" as const) : undefined);
  return (
    <nav aria-label={words.sections}>
      <a href={linkTo("shelf")} aria-current={here("shelf")}>
        {words.shelf}
      </a>
      <a href={linkTo("cart")} aria-current={here("cart")}>
        {units > 0 ? fill(words.cartCount, { count: number(units) }) : words.cart}
      </a>
      <a href={linkTo("account")} aria-current={here("account")}>
        {words.account}
      </a>
    </nav>
  );
}

function Leaf(): ReactNode {
  return (
    <svg viewBox="0 0 20 20" aria-hidden="true">
      <path d="M4 16C3 7 9 3 17 3c0 9-4 14-11 12l5-6-7 7Z" />
    </svg>
  );
}
