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
EVENING = (
    _("The title says what one gets from coming, the lead why it is worth an evening."),
    _("Say who is invited so that whoever is new knows that they are welcome."),
    _("Give the programme with times, and leave room for talk."),
    _("Publish it three weeks ahead at least: many associations meet once a month."),
)
GUIDE = (
    _("A good guide answers one question, in the order in which things are done."),
    _("Write to a volunteer who does this for the first time."),
    _("Headings become the table of contents."),
    _("A board of rules or a checklist is a block of its own: it prints on one sheet."),
)
OPERATING_MODEL = (
    _(
        "A model fills up over time. Add an element as soon as it is agreed that it belongs here, "
        "and say what is still to be written: readers see how much is ready."
    ),
)
SURVEY = (
    _("Good surveys are short: five questions are answered, fifteen are left half way."),
    _(
        "Do not ask for a name or an address unless you need it for something that you say under "
        "“what the answers are for”."
    ),
)
