"""The pages that editors publish, one family a module."""

from .annual_cycle import AnnualCyclePage
from .contacts import ContactsPage
from .grants import GrantsPage
from .home import HomePage
from .landing import LandingPage
from .municipality import MunicipalityIndexPage, MunicipalityPage
from .news import NewsIndexPage, NewsPage
from .settings import PortalSettings
from .standard import StandardPage
from .strategy import StrategyIndexPage, StrategyPage

__all__ = [
    "AnnualCyclePage",
    "ContactsPage",
    "GrantsPage",
    "HomePage",
    "LandingPage",
    "MunicipalityIndexPage",
    "MunicipalityPage",
    "NewsIndexPage",
    "NewsPage",
    "PortalSettings",
    "StandardPage",
    "StrategyIndexPage",
    "StrategyPage",
]
