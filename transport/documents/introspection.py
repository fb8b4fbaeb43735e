"""Introspection, and what is switched off with it."""

from graphql import FieldNode, GraphQLError, ValidationRule


class NoServiceSdlRule(ValidationRule):
    """Prohibits the field by which a federation gateway reads the schema's whole text."""

    def enter_field(self, node: FieldNode, *_: object) -> None:
        """Report `_service` of the query type."""
        if (
            node.name.value == "_service"
            and self.context.get_parent_type() is self.context.schema.query_type
        ):
            self.report_error(GraphQLError("Introspection is switched off.", node))
