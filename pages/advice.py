"""What editors are told above the forms of pages: what makes each kind of page good."""

from django.utils.translation import gettext_lazy as _

HOME = (
    _("The examples teach how to search: choose such as find something in every municipality."),
    _("Topics are for those who do not know what to search for. Eight at most."),
)
NEWS = (
    _("The title tells what happens and to whom; the lead tells when and where."),
    _("One matter in one piece of news. Link rather than repeat."),
    _("Choose the municipalities it concerns. Leave them empty if it is the whole region."),
    _("Describe each image to those who do not see it. An image without content needs nothing."),
)
STANDARD = (
    _("A page answers one question. Put the answer first and the background last."),
    _("A heading every few paragraphs: many read only them, some by ear."),
    _("Let a link say where it leads; never “click here”."),
)
STRATEGY = (
    _("A goal is one sentence. An action says who does it and by when."),
    _("Change an action’s state as soon as it changes, and write once a year what came of it."),
)
LANDING = (
    _("Pages as cards are the ways on: a sentence each, the most needed ones first."),
    _(
        "On the pages that the cards lead to, the menu and the path above the title show that they "
        "belong here, if this page is in the menus. In the footer they are under its title."
    ),
)
MUNICIPALITY = (
    _(
        "Write what an association needs first here: whom to ask, where to meet, what to apply "
        "for. Contact persons, facilities and grants come from their registers by themselves."
    ),
)
