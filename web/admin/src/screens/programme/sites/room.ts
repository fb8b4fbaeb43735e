import type { Room } from "../../../app/room";

export const room: Room = {
  group: "programme",
  order: 7,
  links: [
    {
      path: "/websites",
      icon: "globe",
      scope: "config:read",
      label: { en: "Websites and groups", de: "Websites und Gruppen", sv: "Webbplatser och grupper", es: "Sitios y grupos" },
    },
  ],
  paths: ["websites"],
  load: () => import("./SitesPage"),
};
