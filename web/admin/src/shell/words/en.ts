export const en = {
  support: "Support",
  programme: "Programme",
  finance: "Finance",
  contact: "Messages",
  operation: "Operation",
} as const;
