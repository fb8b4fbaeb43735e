// Stands for the storefront's configuration, which the page has in a meta element here.
export const getConfigValue = (name) => document.querySelector(`meta[name="${name}"]`)?.content;
export const getHeaders = () => ({ Store: "us" });
