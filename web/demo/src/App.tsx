/** The shop: its head, the clock, the place where the visitor is, and what was sent. */
import { type ReactNode, useState } from "react";
import { AccountPage } from "./pages/AccountPage";
import { CartPage } from "./pages/CartPage";
import { OrderPage } from "./pages/OrderPage";
import { ProductPage } from "./pages/ProductPage";
import { ShelfPage } from "./pages/ShelfPage";
import { Clock } from "./parts/Clock";
import { Head } from "./parts/Head";
import { Sent } from "./parts/Sent";
import { useRoute } from "./route";
import { useSpeech } from "./speech";
import { useVisit } from "./state";

const IS_WIDE = window.matchMedia("(min-width: 75rem)");

export function App(): ReactNode {
  const { isBusy, isClosed, problem, said, store } = useVisit();
  const { words } = useSpeech();
  const [isSentOpen, openSent] = useState(IS_WIDE.matches);
  return (
    <div className={isSentOpen ? "page with-sent" : "page"} data-store={store} onClickCapture={whenIdle}>
      <a className="skip" href="#goods" onClick={skip}>
        {words.skip}
      </a>
      <Clock />
      <Head />
      <main id="goods" tabIndex={-1} aria-busy={isBusy}>
        {isClosed && <h1 tabIndex={-1}>{words.closed}</h1>}
        <p role="alert" className="problem">
          {problem}
        </p>
        <p role="status" className="said">
          {said}
        </p>
        {!isClosed && <Place onSent={() => openSent(true)} />}
      </main>
      <footer>
        <p>
          <strong>{words.demo}.</strong> {words.demoWhy}
        </p>
      </footer>
      <Sent isOpen={isSentOpen} onToggle={() => openSent(!isSentOpen)} />
    </div>
  );
}

function Place({ onSent }: { onSent: () => void }): ReactNode {
  const route = useRoute();
  if (route.name === "product") return <ProductPage key={route.id} sku={route.id} />;
  if (route.name === "order") return <OrderPage key={route.id} id={route.id} />;
  if (route.name === "cart") return <CartPage />;
  if (route.name === "account") return <AccountPage />;
  return <ShelfPage onSent={onSent} />;
}

/** Lets a button wait while another is at work; it is not `disabled`, which would take the focus from it. */
function whenIdle(event: React.MouseEvent): void {
  if (!(event.target as Element).closest('[aria-disabled="true"]')) return;
  event.preventDefault();
  event.stopPropagation();
}

/** Moves the focus, and leaves the place in the shop, which the address names, as it is. */
function skip(event: React.MouseEvent): void {
  event.preventDefault();
  document.getElementById("goods")?.focus();
}
