"""The pages that editors publish, one family a module."""

from .annual_cycle import AnnualCyclePage
from .contacts import ContactsPage
from .evenings import EveningIndexPage, EveningPage
from .grants import GrantsPage
from .guide_topics import GuideTopic
from .home import HomePage
from .knowledge import GuidePage, KnowledgeBankPage
from .landing import LandingPage
from .municipality import MunicipalityIndexPage, MunicipalityPage
from .news import NewsIndexPage, NewsPage
from .operating_model import OperatingModelPage
from .settings import PortalSettings
from .standard import StandardPage
from .strategy import StrategyIndexPage, StrategyPage
from .surveys import SurveyField, SurveyIndexPage, SurveyPage
from .usefulness import UsefulnessCount, UsefulnessNote

__all__ = [
    "AnnualCyclePage",
    "ContactsPage",
    "EveningIndexPage",
    "EveningPage",
    "GrantsPage",
    "GuidePage",
    "GuideTopic",
    "HomePage",
    "KnowledgeBankPage",
    "LandingPage",
    "MunicipalityIndexPage",
    "MunicipalityPage",
    "NewsIndexPage",
    "NewsPage",
    "OperatingModelPage",
    "PortalSettings",
    "StandardPage",
    "StrategyIndexPage",
    "StrategyPage",
    "SurveyField",
    "SurveyIndexPage",
    "SurveyPage",
    "UsefulnessCount",
    "UsefulnessNote",
]
