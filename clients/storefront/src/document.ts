/** The text of an operation, which remembers what it answers and what it must be told. */
export type Document<Result, Variables> = string & { readonly asks?: (variables: Variables) => Result };
