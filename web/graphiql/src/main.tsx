/** Start: read what the server says and draw the page. */
import "graphiql/style.css";
import "./page.css";
import { createRoot } from "react-dom/client";
import { readConfiguration } from "./configuration";
import { Page } from "./Page";

const configuration = readConfiguration();
document.title = `${configuration.title} · Guerdon`;
createRoot(document.getElementById("page") as HTMLElement).render(
  <Page configuration={configuration} />,
);
