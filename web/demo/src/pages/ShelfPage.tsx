/** All goods, each with what it earns: the kit asks for all of them in one request. */
import type { ReactNode } from "react";
import { Picture } from "../parts/Picture";
import { SignInAsAda } from "../parts/SignIn";
import { linkTo, useArrival } from "../route";
import { products, type Product } from "../shop";
import { useSpeech } from "../speech";
import { useVisit } from "../state";
import { addToCart } from "../visit";

export function ShelfPage({ onSent }: { onSent: () => void }): ReactNode {
  const { words } = useSpeech();
  const { person, websites, store } = useVisit();
  const shop = useShopName();
  useArrival(shop, shop);
  if (websites.length === 0) return null;
  return (
    <>
      <section className="hero">
        <div>
          <h1 tabIndex={-1}>{words.heroTitle}</h1>
          <p>{words.heroText}</p>
          <p className="buttons">
            {!person && <SignInAsAda className="main" />}
            <button type="button" className={person ? "main" : ""} onClick={onSent}>
              {words.heroSent}
            </button>
          </p>
        </div>
        <Picture sku="TEAPOT" />
      </section>
      <ul className="shelf" key={store}>
        {products.map((product) => (
          <Card key={product.sku} product={product} />
        ))}
      </ul>
    </>
  );
}

function Card({ product: { sku, price } }: { product: Product }): ReactNode {
  const { words, goods } = useSpeech();
  const { isBusy, client } = useVisit();
  const { name } = goods(sku);
  return (
    <li className="card">
      <a href={linkTo("product", sku)}>
        <Picture sku={sku} />
        <h2>{name}</h2>
      </a>
      <Price price={price} />
      {client && <guerdon-earn sku={sku} price={price} />}
      <button
        type="button"
        aria-disabled={isBusy}
        onClick={() => void addToCart(sku, name)}
      >
        {words.add} <span className="spoken">{name}</span>
      </button>
    </li>
  );
}

export function Price({ price }: { price: string }): ReactNode {
  const { websites, store } = useVisit();
  const { money, words } = useSpeech();
  const currency = websites.find(({ code }) => code === store)?.baseCurrency;
  if (!currency) return null;
  return (
    <p className="price">
      <strong>{money({ amount: price, currency })}</strong> <small>{words.plusTax}</small>
    </p>
  );
}

export function useShopName(): string {
  const { websites, store } = useVisit();
  return websites.find(({ code }) => code === store)?.name ?? "Leaf & Kettle";
}
