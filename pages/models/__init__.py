"""The pages that editors publish, one family a module."""

from .contacts import ContactsPage
from .evenings import EveningIndexPage, EveningPage
from .grants import GrantsPage
from .home import HomePage
from .municipality import MunicipalityIndexPage, MunicipalityPage
from .news import NewsIndexPage, NewsPage
from .settings import PortalSettings
from .standard import StandardPage
from .strategy import StrategyIndexPage, StrategyPage

__all__ = [
    "ContactsPage",
    "EveningIndexPage",
    "EveningPage",
    "GrantsPage",
    "HomePage",
    "MunicipalityIndexPage",
    "MunicipalityPage",
    "NewsIndexPage",
    "NewsPage",
    "PortalSettings",
    "StandardPage",
    "StrategyIndexPage",
    "StrategyPage",
]
