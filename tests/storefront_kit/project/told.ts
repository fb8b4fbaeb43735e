// What a program is told on its command line, and how it answers.
declare const process: { readonly argv: readonly string[]; readonly stdout: { write(text: string): void } };

export interface Told {
  readonly url: string;
  readonly tokens: readonly string[];
  readonly cart: string;
  readonly cups: string;
}

export const told = JSON.parse(process.argv[2] ?? "{}") as Told;

export const answer = (value: unknown): void => process.stdout.write(JSON.stringify(value));
