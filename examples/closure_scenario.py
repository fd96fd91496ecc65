"""What the closure of a strait would cost a ship: a computation, no forecast, and not for navigation."""

from rimland import layers

KNOTS = 14
FROM, TO = "kaohsiung", "yokohama"

usual = layers.sea_route(FROM, TO)
print(f"{FROM} to {TO}: {usual.nmi:,.0f} nmi, {usual.days(KNOTS):.1f} days at {KNOTS} knots")
print(f"by {', '.join(usual.straits)}")

for closed in (["taiwan-strait"], ["taiwan-strait", "50nmi of yonaguni"]):
    detour = layers.sea_route(FROM, TO, avoid=closed)
    more = detour.nmi - usual.nmi
    print(f"without {' and '.join(closed)}: {more:+,.0f} nmi ({more / usual.nmi:+.0%}), by {', '.join(detour.straits)}")
