"""Visibility of points to customers (R1.6)."""

from services.rules.programme.settings import RewardSettings


def are_points_shown(settings: RewardSettings) -> bool:
    """Test whether the feature is on, and on in the storefront too (R1.6)."""
    return settings.enabled and settings.enabled_on_storefront
