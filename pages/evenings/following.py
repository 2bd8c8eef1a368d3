"""Hands over to ``keeping`` what editors publish and delete."""

from django.db.models.signals import post_delete
from wagtail.signals import page_published

from pages.evenings.keeping import on_deleted, on_published
from pages.models import EveningPage

page_published.connect(on_published, sender=EveningPage, dispatch_uid="evening-published")
post_delete.connect(on_deleted, sender=EveningPage, dispatch_uid="evening-deleted")
