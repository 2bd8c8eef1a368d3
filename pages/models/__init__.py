"""The pages that editors publish, one family a module."""

from .grants import GrantsPage
from .home import HomePage
from .news import NewsIndexPage, NewsPage
from .settings import PortalSettings
from .standard import StandardPage
from .strategy import StrategyIndexPage, StrategyPage

__all__ = [
    "GrantsPage",
    "HomePage",
    "NewsIndexPage",
    "NewsPage",
    "PortalSettings",
    "StandardPage",
    "StrategyIndexPage",
    "StrategyPage",
]
