"""Pages for people: where things are, GraphiQL at each API, and the apps that `make web` builds."""
