/** One product: what it costs in money and in points, what it earns, and points for a review of it. */
import type { ReactNode } from "react";
import { carriedOut, type Payload } from "../backend";
import { Picture } from "../parts/Picture";
import { linkTo, useArrival } from "../route";
import { productOf } from "../shop";
import { useSpeech } from "../speech";
import { change, currentVisit, useVisit } from "../state";
import { addToCart, backend, doing, say } from "../visit";
import { Price, useShopName } from "./ShelfPage";

export function ProductPage({ sku }: { sku: string }): ReactNode {
  const { words, goods } = useSpeech();
  const { isBusy, client } = useVisit();
  const product = productOf(sku);
  const { name, text } = goods(sku);
  useArrival(name, useShopName());
  return (
    <>
      <p>
        <a href={linkTo("shelf")}>{words.back}</a>
      </p>
      <article className="product">
        <Picture sku={sku} />
        <div>
          <h1 tabIndex={-1}>{name}</h1>
          <p className="lead">{text}</p>
          {product && <Price price={product.price} />}
          {product && client && (
            <section className="earns" aria-label={words.aboutPoints}>
              <guerdon-earn sku={sku} price={product.price} />
            </section>
          )}
          <button
            type="button"
            className="main"
            aria-disabled={isBusy || !product}
            onClick={() => void addToCart(sku, name)}
          >
            {words.add} <span className="spoken">{name}</span>
          </button>
          <Review sku={sku} />
        </div>
      </article>
    </>
  );
}

interface Recorded {
  activityRecord: Payload & { message: string | null };
}

/** A review earns points once for each product, however often it is sent. */
function Review({ sku }: { sku: string }): ReactNode {
  const { person, isBusy } = useVisit();
  const { words } = useSpeech();
  if (!person) return null;
  const write = async () => {
    const { message } = carriedOut((await backend<Recorded>("review", { sku })).activityRecord);
    if (message) change({ said: message });
    else say("reviewed");
    change({ changes: currentVisit().changes + 1 });
  };
  return (
    <section className="review">
      <h2>{words.reviewTitle}</h2>
      <p className="muted">{words.reviewText}</p>
      <button type="button" aria-disabled={isBusy} onClick={() => void doing(write)}>
        {words.review}
      </button>
    </section>
  );
}
