import type { Room } from "../../../app/room";

export const room: Room = {
  group: "programme",
  order: 4,
  links: [
    {
      path: "/product-points",
      icon: "tag",
      scope: "config:read",
      label: { en: "Product points", de: "Produktpunkte", sv: "Produktpoäng", es: "Puntos por producto" },
    },
  ],
  paths: ["product-points"],
  load: () => import("./ProductsPage"),
};
