/** Start: read what the server says, take a token from the address, draw the app. */
import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "./app/app.css";
import { setNonce } from "get-nonce";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { watchForms } from "./components/firstWrong";
import { configuration } from "./configuration";
import { beginFromAddress } from "./session/session";

// What keeps the page behind a dialog from scrolling writes a <style>, which the page's policy asks the nonce of.
setNonce(configuration.styleNonce);
beginFromAddress();
// Pasting the link into the open sign-in page does not load the page again.
addEventListener("hashchange", beginFromAddress);
watchForms();
createRoot(document.getElementById("app") as HTMLElement).render(<App />);
