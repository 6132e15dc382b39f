"""The one door: who comes in, what is refused, and that nothing is sent without a record."""

from tests.cast import Cast
from tests.conftest import ClientOf


def test_the_signed_out_are_sent_to_sign_in(client_of: ClientOf, cast: Cast) -> None:
    answer = client_of("nobody").get(f"/m/{cast.slug}/chair/")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in")


def test_a_hat_that_one_does_not_wear_does_not_exist(client_of: ClientOf, cast: Cast) -> None:
    assert client_of("police_rep").get(f"/m/{cast.slug}/chair/").status_code == 404


def test_a_post_from_another_site_is_refused(client_of: ClientOf, cast: Cast) -> None:
    client = client_of("police_rep")
    answer = client.post(f"/m/{cast.slug}/representative/", headers={"sec-fetch-site": "same-site"})
    assert answer.status_code == 403
    answer = client.post(f"/m/{cast.slug}/representative/", headers={"origin": "https://testserver:8443"})
    assert answer.status_code == 403
