/** Start: open the shop and draw it. */
import "./shop.css";
import "./sent.css";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { openShop } from "./visit";

void openShop();
createRoot(document.getElementById("page") as HTMLElement).render(<App />);
