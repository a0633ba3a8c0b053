import pytest

from sps_learn.addresses import is_local


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/learn/mechanism/",
        "/learn/?next=https://evil.example#part",
        "/@evil.example",
        "/\u2215evil.example",
        "/%0d%0aLocation:%20https://evil.example",
    ],
)
def test_addresses_of_this_site_are_local(address):
    assert is_local(address)


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "learn/",
        "?next=/",
        "//evil.example",
        "///evil.example",
        "////evil.example",
        "/\\evil.example",
        "\\/evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\x00//evil.example",
        "/ /evil.example",
        "https:evil.example",
        "https:///evil.example",
        "http://testserver/",
        "javascript:alert(1)",
        "data:text/html,x",
        "/" * 3_000,
        "/" + "a" * 2_000,
    ],
)
def test_everything_else_is_not(address):
    assert not is_local(address)
