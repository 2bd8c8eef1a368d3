"""Invitations: to whom they go, once each, and never to those who want none."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from pages.evenings import inviting, links
from pages.models import EveningIndexPage, EveningPage, HomePage
from servicemap.models import (
    Evening,
    EveningInvitation,
    InvitationOptOut,
    Municipality,
    OutgoingMail,
    Theme,
)
from tests.committing import CommittingClient
from tests.factories import AssociationFactory, MunicipalityFactory, ThemeFactory
from tests.pages.factories import evening_index, evening_page, home_page

pytestmark = pytest.mark.django_db

TEXTS = {"fi": "Tervetuloa!", "sv": "Välkommen!"}


@pytest.fixture
def heinola() -> Municipality:
    """A municipality."""
    town: Municipality = MunicipalityFactory(name="Heinola")
    return town


def queued() -> list[str]:
    return sorted(OutgoingMail.objects.values_list("to", flat=True))


def test_goes_to_the_chosen_municipalities_and_themes(
    evening: Evening, heinola: Municipality
) -> None:
    theme: Theme = ThemeFactory()
    AssociationFactory(email="kaikki@example.org", municipality=heinola, themes=[theme])
    AssociationFactory(email="paikka@example.org", municipality=heinola)
    AssociationFactory(email="alue@example.org", service_area=[heinola], themes=[theme])
    AssociationFactory(email="teema@example.org", themes=[theme, ThemeFactory()])
    AssociationFactory(email="luonnos@example.org", municipality=heinola, draft=True)

    def to(towns: list[Municipality], themes: list[Theme]) -> set[str]:
        return {each.email for each in inviting.recipients(evening, towns, themes).associations}

    assert to([heinola], [theme]) == {"kaikki@example.org", "alue@example.org"}
    assert to([heinola], []) == {"kaikki@example.org", "paikka@example.org", "alue@example.org"}
    assert to([], [theme]) == {"kaikki@example.org", "alue@example.org", "teema@example.org"}
    assert len(to([], [])) == 4


def test_each_association_is_invited_once(evening: Evening, heinola: Municipality) -> None:
    AssociationFactory(email="a@example.org", municipality=heinola, service_area=[heinola])
    AssociationFactory(email="jaettu@example.org", municipality=heinola)
    AssociationFactory(email="Jaettu@example.org", municipality=heinola)
    AssociationFactory(email="", municipality=heinola)
    found = inviting.recipients(evening, [heinola], [])
    assert (len(found.associations), found.shared_address, found.without_address) == (2, 1, 1)
    assert inviting.invite(evening, [heinola], [], TEXTS) == 2
    assert queued() == ["a@example.org", "jaettu@example.org"]
    AssociationFactory(email="uusi@example.org", municipality=heinola)
    assert inviting.invite(evening, [heinola], [], TEXTS) == 1
    assert inviting.invite(evening, [], [], TEXTS) == 0
    again = inviting.recipients(evening, [heinola], [])
    assert (again.already, again.shared_address) == (3, 1)


def test_another_evening_invites_again(
    index: EveningIndexPage, evening: Evening, heinola: Municipality
) -> None:
    AssociationFactory(email="a@example.org", municipality=heinola)
    other = Evening.objects.get(key=evening_page(index, "Toinen").translation_key)
    for each in (evening, other):
        assert inviting.invite(each, [], [], TEXTS) == 1
    assert queued() == ["a@example.org", "a@example.org"]


def test_many_are_invited_in_parts(evening: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(7):
        AssociationFactory(email=f"{number}@example.org")
    monkeypatch.setattr(inviting, "AT_ONCE", 3)
    assert inviting.invite(evening, [], [], TEXTS) == 7
    assert EveningInvitation.objects.count() == len(queued()) == 7


def test_crash_leaves_neither_a_message_nor_its_record(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        AssociationFactory(email=f"{number}@example.org")
    monkeypatch.setattr(inviting, "AT_ONCE", 2)
    original, calls = inviting.mail.send, list[int]()

    def die_at_second(messages: Any) -> int:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return original(messages)

    with monkeypatch.context() as patch:
        patch.setattr(inviting.mail, "send", die_at_second)
        with pytest.raises(KeyboardInterrupt):
            inviting.invite(evening, [], [], TEXTS)
    # What a real crash undoes is undone here by the transaction of that part.
    assert EveningInvitation.objects.count() == len(queued()) == 2
    assert inviting.invite(evening, [], [], TEXTS) == 2
    assert queued() == [f"{number}@example.org" for number in range(4)]


def test_language_is_that_of_the_association(
    evening: Evening, page: EveningPage, home: HomePage
) -> None:
    swedish = evening_index(home_page("sv", translation_of=home), translation_of=page.get_parent())
    kvall = evening_page(swedish, "Bidragskväll", translation_of=page)
    AssociationFactory(email="sv@example.org", languages=["sv"])
    AssociationFactory(email="molemmat@example.org", languages=["sv", "fi"])
    AssociationFactory(email="ei-tietoa@example.org")
    assert inviting.recipients(evening, [], []).in_swedish == 1
    inviting.invite(evening, [], [], TEXTS)
    said = {message.to: message for message in OutgoingMail.objects.all()}
    assert "Välkommen!" in said["sv@example.org"].body
    assert kvall.url in said["sv@example.org"].body
    for address in ("molemmat@example.org", "ei-tietoa@example.org"):
        assert "Tervetuloa!" in said[address].body
        assert page.url in said[address].body


def test_without_a_text_in_swedish_the_whole_message_is_in_finnish(
    evening: Evening, page: EveningPage, home: HomePage
) -> None:
    swedish = evening_index(home_page("sv", translation_of=home), translation_of=page.get_parent())
    evening_page(swedish, "Bidragskväll", translation_of=page)
    AssociationFactory(email="sv@example.org", languages=["sv"])
    AssociationFactory(email="fi@example.org", languages=["fi"])
    assert inviting.invite(evening, [], [], {"fi": "Tervetuloa!", "sv": ""}) == 2
    to_swedes, to_finns = OutgoingMail.objects.order_by("-to")
    # Each has a link of its own by which invitations end.
    assert to_swedes.subject == to_finns.subject
    assert page.url in to_swedes.body
    framing = [message.body.rpartition(" ")[0] for message in (to_swedes, to_finns)]
    assert framing[0] == framing[1]
    assert "Bidragskväll" not in to_swedes.body


def test_invitation_can_be_ended_from_and_names_nobody_else(
    evening: Evening, page: EveningPage
) -> None:
    for address in ("a@example.org", "b@example.org"):
        AssociationFactory(email=address)
    inviting.invite(evening, [], [], TEXTS)
    for message in OutgoingMail.objects.all():
        url = links.opt_out_url(message.to)
        assert url in message.body
        assert message.headers["List-Unsubscribe"] == f"<{url}>"
        assert message.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert message.reply_to == page.contact_email
        others = {"a@example.org", "b@example.org"} - {message.to}
        assert not [other for other in others if other in message.body]


def test_only_the_button_ends_invitations(evening: Evening, client: Client) -> None:
    AssociationFactory(email="A@example.org")
    url = links.opt_out_url("a@example.org")
    page = client.get(url)
    assert page.status_code == 200
    assert not InvitationOptOut.objects.exists()
    browser = CommittingClient(enforce_csrf_checks=True)
    for _press in range(2):
        response = browser.post(url, {"List-Unsubscribe": "One-Click"})
        assert response.status_code == 200, "Nothing but the answer itself may say so."
    assert not browser.cookies
    assert InvitationOptOut.objects.count() == 1
    assert "example.org" not in InvitationOptOut.objects.get().address_hash
    found = inviting.recipients(evening, [], [])
    assert (found.associations, found.opted_out) == ([], 1)
    assert inviting.invite(evening, [], [], TEXTS) == 0
    client.post(url, {"again": "1"})
    assert inviting.invite(evening, [], [], TEXTS) == 1


def test_new_secret_brings_no_invitation_back(evening: Evening, settings: Any) -> None:
    AssociationFactory(email="a@example.org")
    InvitationOptOut.objects.create(
        address_hash=links.address_hash_of(links.opt_out_url("a@example.org").split("/")[-2])
    )
    settings.SECRET_KEY = "another"
    assert inviting.invite(evening, [], [], TEXTS) == 0


@pytest.mark.parametrize("method", ["get", "post"])
def test_altered_links_end_nothing(client: Client, home: HomePage, method: str) -> None:
    token = links.opt_out_url("a@example.org").rstrip("/").rpartition("/")[2]
    for altered in ("x", token[:-1], "a" * 64, f"{'a' * 64}:{token.partition(':')[2]}"):
        address = reverse("evening-invitations", args=[altered])
        assert getattr(client, method)(address).status_code == 404, altered
    assert not InvitationOptOut.objects.exists()


def invite_form(page: EveningPage, **data: Any) -> tuple[str, dict[str, Any]]:
    filled = {"text_fi": "Hei, tulkaa!", "text_sv": "Hej, kom!", **data}
    return reverse("evening_invite", args=[page.pk]), filled


def test_organiser_sees_what_goes_to_how_many_and_then_sends(
    page: EveningPage, heinola: Municipality, admin_client: Client
) -> None:
    AssociationFactory(name="Heinolan Hiihtäjät", email="a@example.org", municipality=heinola)
    AssociationFactory(email="b@example.org")
    address, data = invite_form(page, municipalities=[heinola.pk])
    looked = admin_client.post(address, {**data, "action": "preview"})
    assert len(looked.context["recipients"].associations) == 1
    content = looked.content.decode()
    assert "Heinolan Hiihtäjät" in content
    assert "Hei, tulkaa!" in content
    assert "Hej, kom!" in content
    assert not OutgoingMail.objects.exists()
    assert admin_client.post(address, {**data, "action": "send"}).status_code == 302
    assert queued() == ["a@example.org"]
    roll = admin_client.get(reverse("evening_roll", args=[page.pk]))
    assert roll.context["invited"] == 1


def test_form_begins_with_what_the_evening_concerns(
    index: EveningIndexPage, heinola: Municipality, admin_client: Client
) -> None:
    page = evening_page(index, lead="Rahaa hyvään.", municipalities=[heinola])
    form = admin_client.get(reverse("evening_invite", args=[page.pk])).context["form"]
    assert form.initial["municipalities"] == [heinola.pk]
    assert "Rahaa hyvään." in form.initial["text_fi"]


def test_text_in_swedish_may_be_left_out(page: EveningPage, admin_client: Client) -> None:
    AssociationFactory(email="sv@example.org", languages=["sv"])
    address, data = invite_form(page, text_sv="  ")
    looked = admin_client.post(address, {**data, "action": "preview"})
    assert looked.status_code == 200, looked.context["form"].errors
    assert [name for name, _message in looked.context["previews"]] == ["suomi"]
    assert looked.context["recipients"].in_swedish == 1
    assert not looked.context["has_swedish"]
    assert admin_client.post(address, {**data, "action": "send"}).status_code == 302
    assert "Hei, tulkaa!" in OutgoingMail.objects.get().body
    refused = admin_client.post(address, {**data, "text_fi": "", "action": "send"})
    assert set(refused.context["form"].errors) == {"text_fi"}


def test_suggestion_is_in_one_language(
    index: EveningIndexPage, home: HomePage, admin_client: Client
) -> None:
    page = evening_page(index, lead="Rahaa hyvään.")
    address = reverse("evening_invite", args=[page.pk])
    assert admin_client.get(address).context["form"].initial["text_sv"] == ""
    swedish = evening_index(home_page("sv", translation_of=home), translation_of=index)
    alias = page.copy_for_translation(swedish.locale, alias=True)
    assert admin_client.get(address).context["form"].initial["text_sv"] == ""
    alias.delete()
    evening_page(swedish, "Bidragskväll", lead="Pengar till gott.", translation_of=page)
    text = admin_client.get(address).context["form"].initial["text_sv"]
    assert text.endswith("Pengar till gott.")


@pytest.mark.parametrize("fields", [{"days": -5}, {"is_cancelled": True}])
def test_nobody_is_invited_to_what_is_over(
    index: EveningIndexPage, admin_client: Client, fields: dict[str, Any]
) -> None:
    AssociationFactory(email="a@example.org")
    address, data = invite_form(evening_page(index, **fields))
    assert admin_client.get(address).status_code == 200
    admin_client.post(address, {**data, "action": "send"})
    assert queued() == []
    assert mail.outbox == []


def test_nobody_is_invited_to_a_hidden_page(page: EveningPage, evening: Evening) -> None:
    AssociationFactory(email="a@example.org")
    page.unpublish()
    assert inviting.invite(evening, [], [], TEXTS) == 0
    assert not EveningInvitation.objects.exists()
