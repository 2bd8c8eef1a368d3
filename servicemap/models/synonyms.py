"""Words that search takes for each other."""

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_TERM = 80
"""Characters of one word or phrase; nothing that people type is longer."""

_left_out: dict[str, frozenset[str]] = {}


def leave_out(language: str, words: Iterable[str]) -> None:
    """Refuse lists that are made of these lower-case words only: search leaves them out."""
    _left_out[language] = frozenset(words)


NOTHING_GIVEN = {"blank": _("Give at least one word.")}


def split_terms(text: str) -> list[str]:
    """Return the words and phrases of a list that is separated by commas."""
    return [term for part in text.split(",") if (term := " ".join(part.split()))]


class TermListField(models.TextField):
    """Words and phrases separated by commas; cleaning puts the spaces right."""

    def to_python(self, value: str | None) -> str:
        """Return the terms with one comma and one space between them."""
        return ", ".join(split_terms(value or ""))


class Synonym(models.Model):
    """Terms that mean others: a query with the one finds the other, too.

    All of one language, unless ``means_language`` says that what they mean is in another.
    """

    class Direction(models.TextChoices):
        BOTH = "both", _("Both ways")
        ONE_WAY = "one_way", _("Only from the words to what they mean")

    class Language(models.TextChoices):
        FI = "fi", _("Finnish")
        SV = "sv", _("Swedish")
        EN = "en", _("English")

    class Source(models.TextChoices):
        EDITOR = "editor", _("Editors")
        EVERYDAY = "everyday", _("Everyday words")
        LIPAS = "lipas", _("LIPAS facility type")
        HOBBY = "hobby", _("Hobby taxonomy")

    words = TermListField(
        _("words"),
        error_messages=NOTHING_GIVEN,
        help_text=_(
            "What people type, in the base form, separated by commas: “lätkä, kiekko”. A phrase "
            "of several words is found when they stand side by side. All inflected forms count. "
            "With “=” in front, only this very form does: the Swedish “=dator” (computer) is not "
            "taken for “data”, which has forms alike."
        ),
    )
    means = TermListField(
        _("what they mean"),
        error_messages=NOTHING_GIVEN,
        help_text=_("What is searched for as well, in the base form: “jääkiekko”."),
    )
    direction = models.CharField(
        _("direction"),
        max_length=10,
        choices=Direction.choices,
        default=Direction.BOTH,
        help_text=_(
            "Both ways when all of them mean the same. One way when the words are wider: “hiihto” "
            "may find “latu”, but who searches for “latu” does not want everything about skiing."
        ),
    )
    language = models.CharField(
        _("language"), max_length=2, choices=Language.choices, default=Language.FI
    )
    means_language = models.CharField(
        _("language of what they mean"),
        max_length=2,
        choices=Language.choices,
        blank=True,
        help_text=_(
            "Only if it is another: the Swedish “simhall” may find “uimahalli” where nobody has "
            "written in Swedish."
        ),
    )
    is_active = models.BooleanField(
        _("in use"),
        default=True,
        help_text=_(
            "Switch an entry off rather than delete it: deleted ones that came with the software "
            "come back when the registers are loaded again."
        ),
    )
    source = models.CharField(
        _("source"),
        max_length=10,
        choices=Source.choices,
        default=Source.EDITOR,
        editable=False,
    )
    code = models.CharField(_("code"), max_length=120, blank=True, editable=False)

    class Meta:
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        ordering = ["words", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=~models.Q(code=""), name="synonym_code_once"
            )
        ]

    def __str__(self) -> str:
        arrow = "↔" if self.direction == self.Direction.BOTH else "→"
        return f"{self.words} {arrow} {self.means}"

    @property
    def word_terms(self) -> list[str]:
        """The words as a list."""
        return split_terms(self.words)

    @property
    def meant_terms(self) -> list[str]:
        """What they mean as a list."""
        return split_terms(self.means)

    @property
    def language_of_meaning(self) -> str:
        """The language of what the words mean."""
        return self.means_language or self.language

    def clean(self) -> None:
        """Refuse terms twice, overlong terms and what another entry says."""
        super().clean()
        if self.means_language == self.language:
            self.means_language = ""
        errors: dict[str, list[ValidationError]] = {}
        for name, terms, language in (
            ("words", self.word_terms, self.language),
            ("means", self.meant_terms, self.language_of_meaning),
        ):
            if found := _list_errors(terms, language):
                errors[name] = found
        meant = {term.casefold() for term in self.meant_terms}
        shared = [term for term in self.word_terms if term.casefold() in meant]
        if shared and self.language_of_meaning == self.language:
            message = _("“%(term)s” is on both sides.")
            errors.setdefault("means", []).append(
                ValidationError(message, params={"term": shared[0]})
            )
        if not errors and (twin := self._twin()):
            message = _("There is such an entry already: %(entry)s")
            errors["words"] = [ValidationError(message, params={"entry": twin})]
        if errors:
            raise ValidationError(errors)

    def _twin(self) -> "Synonym | None":
        """Return another entry that says the same. Makes one query."""
        others = Synonym.objects.exclude(pk=self.pk)
        same = others.filter(language=self.language, means_language=self.means_language)
        for other in same.filter(words__iexact=self.words, means__iexact=self.means):
            return other
        if self.direction == self.Direction.BOTH:
            turned = others.filter(
                language=self.language_of_meaning,
                means_language=self.means_language and self.language,
                direction=self.Direction.BOTH,
            )
            return turned.filter(words__iexact=self.means, means__iexact=self.words).first()
        return None


def _list_errors(terms: Sequence[str], language: str) -> list[ValidationError]:
    seen: set[str] = set()
    errors = []
    for term in terms:
        if len(term) > LONGEST_TERM:
            errors.append(
                ValidationError(
                    _("“%(term)s…” is too long: a term has %(limit)s characters at most."),
                    params={"term": term[:20], "limit": LONGEST_TERM},
                )
            )
        elif not any(character.isalnum() for character in term):
            errors.append(ValidationError(_("“%(term)s” is no word."), params={"term": term}))
        elif term.casefold() in seen:
            errors.append(ValidationError(_("“%(term)s” is there twice."), params={"term": term}))
        seen.add(term.casefold())
    if terms and not errors and all(_says_nothing(term, language) for term in terms):
        message = _("Search leaves “%(term)s” out: it does not say what is looked for.")
        errors.append(ValidationError(message, params={"term": terms[0]}))
    return errors


def _says_nothing(term: str, language: str) -> bool:
    return _left_out.get(language, frozenset()).issuperset(
        term.removeprefix("=").casefold().split()
    )
