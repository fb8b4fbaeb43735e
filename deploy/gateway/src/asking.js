// What a document asks for, as far as that decides who is asked.
import { getNamedType, Kind, TypeInfo, visit, visitWithTypeInfo } from "graphql";

const SHOWS_THE_SIGNED_IN = new Set(["Query", "Mutation", "CustomerOutput"]);

/** Tells whether the customer of a field is the one who asks: a company shows its others, too. */
export const isOwnCustomer = (info) => SHOWS_THE_SIGNED_IN.has(info.parentType.name);

/** Tells whether the fields right below a selection, through fragments, are all such; `__typename` is any. */
export function asksOnly(selectionSet, isSuch, fragments = {}) {
    return selectionSet.selections.every((selection) => {
        if (selection.kind === Kind.FIELD) return selection.name.value === "__typename" || isSuch(selection.name.value);
        const below = selection.kind === Kind.FRAGMENT_SPREAD ? fragments[selection.name.value] : selection;
        return below === undefined || asksOnly(below.selectionSet, isSuch, fragments);
    });
}

/** Tells whether a document has a field for which `isSuch(type, field)`. */
export function hasField(document, schema, isSuch) {
    const types = new TypeInfo(schema);
    let found = false;
    visit(
        document,
        visitWithTypeInfo(types, {
            Field({ name }) {
                const type = getNamedType(types.getParentType());
                found ||= Boolean(type && isSuch(type.name, name.value));
            },
        }),
    );
    return found;
}

/** Tells whether a field below the one that is resolved is asked for, in fragments too. */
export const selects = (info, name) =>
    info.fieldNodes.some(({ selectionSet }) => !asksOnly(selectionSet, (field) => field !== name, info.fragments));
