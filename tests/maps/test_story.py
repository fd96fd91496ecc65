"""The guided tour as a reader takes it: by button, key, wheel and finger, on a desk and on a phone."""

import pytest
from tests.maps.conftest import ARGUMENT, put_in

pytestmark = pytest.mark.browser

STEPS = ARGUMENT["story"]


def wait_for_step(page, place: int) -> None:
    page.wait_for_function("(told) => document.getElementById('progress').textContent === told", arg=f"{place}/3")


def centre(page) -> tuple[float, float]:
    """Longitude and latitude of the middle of the map, from the address that the page keeps."""
    page.evaluate(
        "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 20)))"
    )  # kept after a frame
    _, lat, lon = page.evaluate("new URLSearchParams(location.hash.slice(1)).get('map')").split("/")
    return float(lon), float(lat)


def test_it_opens_on_the_first_step_and_says_it_all(argued, watch):
    watched = watch()
    page = watched.open(argued)
    step = page.locator(".step").first.inner_text()
    for part in (
        "English rim-title",
        "107.47 ± 0.11 km",
        "English rim-claim",
        "English rim-caveat",
        "English rim-source",
    ):
        assert part in step
    assert page.locator("#progress").inner_text() == "1/3"
    assert page.get_by_role("tab", name="Story").get_attribute("aria-selected") == "true"
    assert watched.complaints == []


def test_each_step_says_what_the_signs_on_its_map_mean_and_no_others(argued, watch):
    page = watch().open(argued)
    told = [step.locator(".classes li").all_inner_texts() for step in page.locator(".step").all()]
    assert [sorted(signs) for signs in told] == [
        ["Disputed", "Islands"],
        ["Disputed", "Gaps", "Islands"],
        ["Gaps", "Special", "Zones"],
    ]
    assert page.locator(".step").first.locator(".classes svg").count() == 2


def turn_by_button(page) -> None:
    page.get_by_role("button", name="Next step").click()


def turn_by_key(page) -> None:
    page.locator("#steps").focus()
    page.keyboard.press("ArrowRight")


def turn_by_wheel(page) -> None:
    page.locator("#steps").hover()
    page.mouse.wheel(0, 400)


@pytest.mark.parametrize("turn", [turn_by_button, turn_by_key, turn_by_wheel])
def test_a_step_sets_the_layers_and_the_view_and_is_announced(argued, watch, turn):
    page = watch(reduced_motion="reduce").open(argued)
    gap = page.locator('path.hit[aria-label^="Gap"]')
    assert "off" in gap.get_attribute("class")
    turn(page)
    wait_for_step(page, 2)
    assert "off" not in gap.get_attribute("class")
    assert "off" in page.locator('path.hit[aria-label^="Agreed"]').get_attribute("class")
    west, south, east, north = STEPS[1]["bounds"]
    lon, lat = centre(page)
    assert lon == pytest.approx((west + east) / 2, abs=0.3)
    assert lat == pytest.approx((south + north) / 2, abs=0.3)
    assert "English gap-claim" in page.locator("#announcer").inner_text()


def test_a_finger_swipes_to_the_next_step(argued, watch):
    page = watch(width=390, height=844, touch=True).open(argued)
    box = page.locator("#steps").bounding_box()
    protocol = page.context.new_cdp_session(page)

    def touch(kind: str, *at: float) -> None:
        points = [{"x": x, "y": box["y"] + 60} for x in at]
        protocol.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", 330)
    for x in range(320, 40, -20):
        touch("touchMove", x)
    touch("touchEnd")
    wait_for_step(page, 2)


def test_the_ends_of_the_story_turn_no_further(argued, watch):
    page = watch(reduced_motion="reduce").open(argued)
    assert page.get_by_role("button", name="Previous step").is_disabled()
    page.locator("#steps").focus()
    page.keyboard.press("End")
    wait_for_step(page, 3)
    assert page.get_by_role("button", name="Next step").is_disabled()
    page.keyboard.press("Home")
    wait_for_step(page, 1)


def test_the_view_glides_to_a_step_where_motion_is_welcome_and_is_there_at_once_where_it_is_not(argued, watch):
    west, _, east, _ = STEPS[1]["bounds"]
    for motion, arrived in (("no-preference", False), ("reduce", True)):
        page = watch(reduced_motion=motion).open(argued)
        page.evaluate("document.getElementById('step-next').click()")
        lon, _ = centre(page)
        assert (abs(lon - (west + east) / 2) < 0.3) == arrived
        page.wait_for_function(
            "([lon]) => Math.abs(+new URLSearchParams(location.hash.slice(1)).get('map').split('/')[2] - lon) < 0.3",
            arg=[(west + east) / 2],
        )


def test_leaving_the_story_gives_the_reader_back_what_was_chosen_and_it_resumes_where_it_was(argued, watch):
    page = watch(reduced_motion="reduce").open(argued, "#tab=layers&off=gaps")
    assert not page.get_by_role("checkbox", name="Gaps").is_checked()
    page.get_by_role("tab", name="Story").click()
    page.get_by_role("button", name="Next step").click()
    wait_for_step(page, 2)
    before = centre(page)
    page.get_by_role("tab", name="Layers").click()
    assert not page.get_by_role("checkbox", name="Gaps").is_checked()
    assert page.get_by_role("checkbox", name="Zones").is_checked()
    assert centre(page) == before
    page.get_by_role("tab", name="Story").click()
    assert page.locator("#progress").inner_text() == "2/3"


def test_a_step_describes_its_map_in_words(argued, watch):
    """For whoever does not see the map: the view, the layers, and what lies in it."""
    page = watch(reduced_motion="reduce").open(argued)
    page.get_by_role("button", name="Next step").click()
    wait_for_step(page, 2)
    names = page.locator("#map").get_attribute("aria-describedby").split()
    told = " ".join(page.locator(f"#{name}").text_content() for name in names)
    for part in ("121°E", "27°N", "Status quo", "Islands: Contested, Small", "Gap 91.2 km (49.3 nmi)"):
        assert part in told
    assert "Big" not in told


def test_a_scenario_step_carries_its_label_and_leads_to_the_numbers(argued, watch):
    page = watch(reduced_motion="reduce").open(argued)
    page.locator("#steps").focus()
    page.keyboard.press("End")
    wait_for_step(page, 3)
    assert "Hypothetical, not a forecast" in page.locator("#told").inner_text()
    page.locator(".step").last.get_by_role("button", name="All numbers").click()
    assert page.get_by_role("radio", name="English swap").is_checked()
    assert "Hypothetical, not a forecast" in page.locator("#told").inner_text()


def test_a_link_opens_the_step_that_it_was_copied_from(argued, watch):
    page = watch(reduced_motion="reduce").open(argued)
    page.get_by_role("button", name="Next step").click()
    wait_for_step(page, 2)
    address = page.evaluate("location.hash")
    assert "step=gap" in address
    again = watch(reduced_motion="reduce").open(argued, address)
    assert again.locator("#progress").inner_text() == "2/3"
    assert centre(again) == centre(page)


@pytest.mark.parametrize(("width", "height"), [(360, 740), (390, 844)])
def test_on_a_phone_the_card_of_a_step_leaves_the_map_free(argued, watch, width, height):
    page = watch(width=width, height=height, touch=True).open(argued)
    stage, steps = (page.locator(one).bounding_box() for one in (".stage", "#pane-story"))
    assert steps["y"] >= stage["y"] + stage["height"] - 1
    claim = page.locator(".step .claim").first.bounding_box()
    assert claim["y"] + claim["height"] <= height
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(
    ("number", "labelled"),
    [("107.47 km: the Gap", True), ("107.47 km: the Gaping hole", False), ("107.47 km across", False)],
)
def test_on_a_phone_a_step_names_on_the_map_what_its_number_is_of(argued, tmp_path, watch, number, labelled):
    """There the gap is too short to be named for its size, and a gap carries its width alone."""
    page = tmp_path / "map.html"
    page.write_text(argued.read_text(encoding="utf-8"), encoding="utf-8")
    wide = [100.0, 10.0, 146.0, 40.0]
    told = ARGUMENT["story"][1] | {"number": dict.fromkeys(("en", "ja", "zh-Hant"), number), "bounds": wide}
    put_in(page, {"story": [told]})
    opened = watch(width=390, height=844, touch=True).open(page)
    names = opened.locator("svg.names tspan").all_text_contents()
    assert "Small" not in names  # the size of a pixel, and no word of the step's
    assert ("Gap" in names) == labelled
