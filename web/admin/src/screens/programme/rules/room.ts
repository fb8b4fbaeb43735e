import type { Room } from "../../../app/room";

export const room: Room = {
  group: "programme",
  order: 3,
  links: [
    {
      path: "/cart-rules",
      icon: "percent",
      scope: "config:read",
      label: { en: "Cart rules", de: "Warenkorbregeln", sv: "Varukorgsregler", es: "Reglas del carrito" },
    },
  ],
  paths: ["cart-rules"],
  load: () => import("./RuleScreens"),
};
