"""People sign in by e-mail address, however they type it."""

import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from servicemap.models import Membership, User
from tests.factories import PASSWORD, AssociationFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("typed", ["Aino@Example.org", "aino@example.org", "AINO@EXAMPLE.ORG"])
def test_signing_in_ignores_letter_case(typed: str) -> None:
    user = UserFactory(email="Aino@example.org")
    assert authenticate(username=typed, password=PASSWORD) == user


def test_sign_in_form_of_the_admin_takes_any_case(client: Client) -> None:
    UserFactory(email="aino@example.org", is_superuser=True)
    response = client.post(
        reverse("wagtailadmin_login"), {"username": "AINO@example.org", "password": PASSWORD}
    )
    assert response.status_code == 302
    assert "_auth_user_id" in client.session


def test_wrong_password_does_not_sign_in() -> None:
    UserFactory(email="aino@example.org")
    assert authenticate(username="aino@example.org", password="wrong") is None


def test_user_without_a_password_cannot_sign_in_with_one() -> None:
    user = User.objects.create_user("aino@example.org")
    assert not user.has_usable_password()
    assert authenticate(username="aino@example.org", password="") is None


def test_user_needs_an_address() -> None:
    with pytest.raises(ValueError, match="e-mail"):
        User.objects.create_user("")


def test_database_refuses_the_same_address_in_another_case() -> None:
    UserFactory(email="aino@example.org")
    with pytest.raises(IntegrityError):
        UserFactory(email="AINO@example.org")


def test_form_refuses_the_same_address_in_another_case() -> None:
    UserFactory(email="aino@example.org")
    with pytest.raises(ValidationError):
        User(email="AINO@example.org", password="x").full_clean()


def test_superuser_is_staff() -> None:
    user = User.objects.create_superuser("aino@example.org", "x")
    assert user.is_staff
    assert user.is_superuser


def test_user_is_called_by_name_else_by_address() -> None:
    assert str(User(email="aino@example.org")) == "aino@example.org"
    named = User(email="aino@example.org", first_name="Testi", last_name="Henkilö")
    assert str(named) == "Testi Henkilö"


def test_membership_starts_waiting() -> None:
    membership = Membership.objects.create(user=UserFactory(), association=AssociationFactory())
    assert membership.state == Membership.State.PENDING


def test_membership_once_per_user_and_association() -> None:
    membership = MembershipFactory()
    with pytest.raises(IntegrityError):
        MembershipFactory(user=membership.user, association=membership.association)
