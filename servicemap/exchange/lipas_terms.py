"""LIPAS's codes in the words residents read. The data is Finnish, and so are the words."""

ADMINS = {
    # API v1
    "Kunta / liikuntatoimi": "Kunnan liikuntatoimi",
    "Kunta / nuorisotoimi": "Kunnan nuorisotoimi",
    "Kunta / opetustoimi": "Kunnan opetustoimi",
    "Kunta / tekninen toimi": "Kunnan tekninen toimi",
    "Kunta / muu": "Kunta",
    "Yksityinen / yhdistys": "Yhdistys",
    "Yksityinen / yritys": "Yritys",
    "Yksityinen / säätiö": "Säätiö",
    "Muu": "",
    "Ei tietoa": "",
    "Ei tiedossa": "",
    # API v2
    "city-sports": "Kunnan liikuntatoimi",
    "city-youth": "Kunnan nuorisotoimi",
    "city-education": "Kunnan opetustoimi",
    "city-technical-services": "Kunnan tekninen toimi",
    "city-other": "Kunta",
    "municipal-consortium": "Kuntayhtymä",
    "private-association": "Yhdistys",
    "private-company": "Yritys",
    "private-foundation": "Säätiö",
    "state": "Valtio",
    "other": "",
    "unknown": "",
    "no-information": "",
}
"""Who keeps a site. What says nothing is empty; words not listed stay as they are."""

OWNERS = {
    # API v1
    "Rekisteröity yhdistys": "Yhdistys",
    "Muu": "",
    "Ei tietoa": "",
    "Ei tiedossa": "",
    # API v2
    "city": "Kunta",
    "city-main-owner": "Kuntaenemmistöinen yritys",
    "municipal-consortium": "Kuntayhtymä",
    "registered-association": "Yhdistys",
    "company-ltd": "Yritys",
    "foundation": "Säätiö",
    "state": "Valtio",
    "other": "",
    "unknown": "",
    "no-information": "",
}
"""Who owns a site, likewise."""

EQUIPMENT = {
    "toilet": "Käymälä",
    "changingrooms": "Pukuhuoneet",
    "shower": "Suihku",
    "sauna": "Sauna",
    "kiosk": "Kioski",
    "playground": "Leikkipaikka",
    "pier": "Laituri",
    "boatlaunchingspot": "Veneen laskupaikka",
    "ligthing": "Valaistus",
    "lighting": "Valaistus",
}
"""What a site has, by the property's name in lower case without other marks."""

OUT_OF_USE = frozenset({"out-of-service-permanently", "incorrect-data", "planned", "planning"})
"""API v2: the states of a site that nobody can go to."""
