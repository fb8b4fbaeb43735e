"""Templates of mail through the admin API (R11.2)."""

from tests.api.admin.asking import AdminApi, everything_written

OWN = {
    "code": "balance_update",
    "locale": "de",
    "subject": "Punkte: {{ change }}",
    "html": "<p>{{ customer_name }}: {{ balance_points }}</p>",
    "text": "{{ balance_points }}",
}


async def test_a_shop_changes_a_template_and_its_customers_read_it(shop: AdminApi) -> None:
    """R11.2: per website, by its settings."""
    await shop.done(
        "customerPut",
        input={"id": "ada", "websiteCode": "us", "email": "ada@example.com", "locale": "de-AT"},
    )
    put = await shop.done("emailTemplatePut", "emailTemplate { code locale subject }", input=OWN)
    await shop.done(
        "pointsAdjust",
        input={"idempotencyKey": "k", "customerId": "ada", "websiteCode": "us", "points": 1},
    )

    mails = await shop.query("emails", "nodes { subject text }")

    assert put["emailTemplate"] == {name: OWN[name] for name in ("code", "locale", "subject")}
    assert mails["nodes"] == [{"subject": "Punkte: +1", "text": "\u20681 Punkt\u2069"}]


async def test_the_list_tells_the_shops_own_templates_from_built_in_ones(api: AdminApi) -> None:
    """R11.2: a deleted one is built in again."""
    put = await api.done("emailTemplatePut", "emailTemplate { isOwn }", input=OWN)

    own = await api.query("emailTemplates", "code locale isOwn")
    await api.done("emailTemplateDelete", "deletedId", code=OWN["code"], locale=OWN["locale"])
    builtin = await api.query("emailTemplates", "isOwn")

    assert put["emailTemplate"] == {"isOwn": True}
    found = [(each["code"], each["locale"]) for each in own if each["isOwn"]]
    assert found == [("balance_update", "de")]
    assert len(builtin) == len(own) == 8
    assert not any(each["isOwn"] for each in builtin)


async def test_a_preview_shows_a_template_and_keeps_nothing(api: AdminApi) -> None:
    """R11.2."""
    before = await everything_written()

    preview = await api.query(
        "emailTemplatePreview", "subject html text userErrors { code }", input=OWN
    )

    assert preview == {
        "subject": "Punkte: +50",
        "html": "<p><bdi>Ada Byron</bdi>: <bdi>1.250 Punkte</bdi></p>",
        "text": "\u20681.250 Punkte\u2069",
        "userErrors": [],
    }
    assert await everything_written() == before


async def test_a_preview_of_a_bad_template_says_what_is_wrong(api: AdminApi) -> None:
    """R11.2."""
    preview = await api.query(
        "emailTemplatePreview",
        "subject userErrors { code path message }",
        input={**OWN, "html": "<p>\n{{ secret }}</p>"},
    )

    (error,) = preview["userErrors"]
    assert preview["subject"] is None
    assert (error["code"], error["path"]) == ("INVALID", ["input", "html"])
    assert error["message"].startswith("Line 2: there is no variable secret")


async def test_a_bad_template_is_refused_and_nothing_written(api: AdminApi) -> None:
    """R11.2."""
    before = await everything_written()

    payload = await api.command(
        "emailTemplatePut", "emailTemplate { code }", input={**OWN, "text": "{{ 1 * 2 }}"}
    )

    (error,) = payload["userErrors"]
    assert (payload["emailTemplate"], error["code"]) == (None, "INVALID")
    assert error["path"] == ["input", "text"]
    assert await everything_written() == before


async def test_the_built_in_templates_are_there_to_start_from(api: AdminApi) -> None:
    """R11.2: whole, so that one can be changed and put."""
    templates = await api.query("emailTemplates", "code locale subject html text")

    assert {template["locale"] for template in templates} == {"en", "de", "es", "sv"}
    for template in templates:
        await api.done("emailTemplatePut", "emailTemplate { code }", input=template)
    assert await api.query("emailTemplates", "code locale subject html text") == templates


async def test_a_template_is_taken_back(api: AdminApi) -> None:
    await api.done("emailTemplatePut", "emailTemplate { code }", input=OWN)
    which = {"code": "balance_update", "locale": "de"}

    first = await api.command("emailTemplateDelete", "deletedId", **which)
    second = await api.command("emailTemplateDelete", "deletedId", **which)

    assert first == {"deletedId": "balance_update", "userErrors": []}
    assert [error["code"] for error in second["userErrors"]] == ["NOT_FOUND"]
