"""Hands over what editors publish and delete: evenings, and the facilities they are held in."""

from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.signals import page_published

from pages.evenings.keeping import on_deleted, on_published
from pages.evenings.places import on_deleting, on_saved
from pages.models import EveningPage
from servicemap.models import Facility

page_published.connect(on_published, sender=EveningPage, dispatch_uid="evening-published")
post_delete.connect(on_deleted, sender=EveningPage, dispatch_uid="evening-deleted")
pre_delete.connect(on_deleting, sender=Facility, dispatch_uid="evening-place-deleting")
post_save.connect(on_saved, sender=Facility, dispatch_uid="evening-place-saved")
