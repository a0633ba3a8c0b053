import pytest
from django_htmx.middleware import HtmxDetails

from sps_learn.htmx import page_or_fragment


@pytest.mark.parametrize(
    ("headers", "template"),
    [
        ({}, "page.html"),
        ({"HX-Request": "true"}, "page.html#part"),
        ({"HX-Request": "true", "HX-Boosted": "true"}, "page.html"),
        ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, "page.html"),
        ({"HX-Request": "perhaps"}, "page.html"),
    ],
)
def test_only_a_swap_gets_the_fragment(rf, headers, template):
    request = rf.get("/", headers=headers)
    request.htmx = HtmxDetails(request)

    assert page_or_fragment(request, "page.html", "part") == template
