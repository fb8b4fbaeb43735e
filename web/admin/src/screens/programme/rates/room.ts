import type { Room } from "../../../app/room";

export const room: Room = {
  group: "programme",
  order: 1,
  links: [
    {
      path: "/rates",
      icon: "coins",
      scope: "config:read",
      label: { en: "Exchange rates", de: "Umrechnungskurse", sv: "Växlingskurser", es: "Tasas de cambio" },
    },
  ],
  paths: ["rates"],
  load: () => import("./RatesPage"),
};
