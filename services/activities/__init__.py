"""Reviews, newsletter, custom activities and invitations as they happen."""
