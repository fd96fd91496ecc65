// The WGS84 ellipsoid: inverse and direct geodesics by Vincenty (1975, doi:10.1179/sre.1975.23.176.88).

const AXIS = 6378137;
const FLATTENING = 1 / 298.257223563;
const POLAR = AXIS * (1 - FLATTENING);
const DEGREE = Math.PI / 180;

// Vincenty's two series, shared by both problems: A and the correction to the arc.
function vincentySeries(u2) {
  const a = 1 + (u2 / 16384) * (4096 + u2 * (-768 + u2 * (320 - 175 * u2)));
  const b = (u2 / 1024) * (256 + u2 * (-128 + u2 * (74 - 47 * u2)));
  const correction = (sine, cosine, middle) =>
    b * sine * (middle + (b / 4) * (cosine * (2 * middle * middle - 1) -
      (b / 6) * middle * (4 * sine * sine - 3) * (4 * middle * middle - 3)));
  return { a, correction };
}

// How far the longitude on the auxiliary sphere runs ahead of that on the ellipsoid.
function longitudeGap(alpha, cosine2, arc, sine, cosine, middle) {
  const c = (FLATTENING / 16) * cosine2 * (4 + FLATTENING * (4 - 3 * cosine2));
  return (1 - c) * FLATTENING * alpha * (arc + c * sine * (middle + c * cosine * (2 * middle * middle - 1)));
}

// Metres and the azimuth at the start, degrees.
function inverse(lon1, lat1, lon2, lat2) {
  const u1 = Math.atan((1 - FLATTENING) * Math.tan(lat1 * DEGREE));
  const u2 = Math.atan((1 - FLATTENING) * Math.tan(lat2 * DEGREE));
  const [s1, c1, s2, c2] = [Math.sin(u1), Math.cos(u1), Math.sin(u2), Math.cos(u2)];
  const turn = ((((lon2 - lon1 + 540) % 360) + 360) % 360 - 180) * DEGREE;
  let lambda = turn;
  for (let round = 0; round < 200; round++) {
    const [sl, cl] = [Math.sin(lambda), Math.cos(lambda)];
    const sine = Math.hypot(c2 * sl, c1 * s2 - s1 * c2 * cl);
    if (sine === 0) return { metres: 0, azimuth: 0 };
    const cosine = s1 * s2 + c1 * c2 * cl;
    const arc = Math.atan2(sine, cosine);
    const alpha = (c1 * c2 * sl) / sine;
    const cosine2 = 1 - alpha * alpha;
    const middle = cosine2 > 1e-15 ? cosine - (2 * s1 * s2) / cosine2 : 0;
    const before = lambda;
    lambda = turn + longitudeGap(alpha, cosine2, arc, sine, cosine, middle);
    if (Math.abs(lambda) > Math.PI) break;
    if (Math.abs(lambda - before) > 1e-13) continue;
    const { a, correction } = vincentySeries((cosine2 * (AXIS * AXIS - POLAR * POLAR)) / (POLAR * POLAR));
    const azimuth = Math.atan2(c2 * Math.sin(lambda), c1 * s2 - s1 * c2 * Math.cos(lambda)) / DEGREE;
    return { metres: POLAR * a * (arc - correction(sine, cosine, middle)), azimuth: (azimuth + 360) % 360 };
  }
  return nearlyAntipodal(lat1, lat2, turn);
}

// Where Vincenty's iteration does not settle: the azimuth is sought by halving, since the longitude at which a geodesic
// meets the other latitude grows with it once the two ends are put in order (Karney 2013, doi:10.1007/s00190-012-0578-z).
function nearlyAntipodal(lat1, lat2, turn) {
  const swap = Math.abs(lat1) < Math.abs(lat2) ? -1 : 1;
  const [far, near] = swap < 0 ? [lat2, lat1] : [lat1, lat2];
  const north = far < 0 ? 1 : -1;
  const [b1, b2] = [far, near].map((lat) => Math.atan((1 - FLATTENING) * Math.tan(lat * north * DEGREE)));
  const [s1, c1, s2, c2] = [Math.sin(b1) || -1e-200, Math.cos(b1), Math.sin(b2), Math.cos(b2)];
  const along = (azimuth) => {
    const [sa, ca] = [Math.sin(azimuth), Math.cos(azimuth)];
    const cosine = Math.sqrt(Math.max(0, (ca * c1) ** 2 + (c2 * c2 - c1 * c1))) / c2;
    const [start, end] = [Math.atan2(s1, ca * c1), Math.atan2(s2, cosine * c2)];
    const alpha = sa * c1;
    const [arc, middle] = [end - start, Math.cos(start + end)];
    const sphere = Math.atan2(alpha * Math.sin(end), Math.cos(end)) - Math.atan2(alpha * Math.sin(start), Math.cos(start));
    return { sa, ca, arc, middle, cosine, alpha, cosine2: 1 - alpha * alpha,
      turned: sphere - longitudeGap(alpha, 1 - alpha * alpha, arc, Math.sin(arc), Math.cos(arc), middle) };
  };
  let [low, high] = [0, Math.PI];
  for (let round = 0; round < 60; round++) {
    const half = (low + high) / 2;
    if (along(half).turned < Math.abs(turn)) low = half; else high = half;
  }
  const line = along((low + high) / 2);
  const { a, correction } = vincentySeries((line.cosine2 * (AXIS * AXIS - POLAR * POLAR)) / (POLAR * POLAR));
  const metres = POLAR * a * (line.arc - correction(Math.sin(line.arc), Math.cos(line.arc), line.middle));
  const [east, ahead] = swap < 0 ? [line.alpha / c2, line.cosine] : [line.sa, line.ca];
  const side = turn < 0 ? -1 : 1;
  return { metres, azimuth: (Math.atan2(east * side, ahead * swap * north) / DEGREE + 360) % 360 };
}

// Where a geodesic ends: longitude (unwrapped from the start) and latitude, degrees.
function direct(lon, lat, azimuth, metres) {
  const u = Math.atan((1 - FLATTENING) * Math.tan(lat * DEGREE));
  const [su, cu] = [Math.sin(u), Math.cos(u)];
  const [sa, ca] = [Math.sin(azimuth * DEGREE), Math.cos(azimuth * DEGREE)];
  const start = Math.atan2(Math.tan(u), ca);
  const alpha = cu * sa;
  const cosine2 = 1 - alpha * alpha;
  const { a, correction } = vincentySeries((cosine2 * (AXIS * AXIS - POLAR * POLAR)) / (POLAR * POLAR));
  let arc = metres / (POLAR * a);
  let middle = 0;
  for (let round = 0; round < 100; round++) {
    middle = Math.cos(2 * start + arc);
    const next = metres / (POLAR * a) + correction(Math.sin(arc), Math.cos(arc), middle);
    const settled = Math.abs(next - arc) < 1e-13;
    arc = next;
    if (settled) break;
  }
  middle = Math.cos(2 * start + arc);
  const [s, c] = [Math.sin(arc), Math.cos(arc)];
  const down = su * s - cu * c * ca;
  const end = Math.atan2(su * c + cu * s * ca, (1 - FLATTENING) * Math.hypot(alpha, down));
  const lambda = Math.atan2(s * sa, cu * c - su * s * ca);
  return [lon + (lambda - longitudeGap(alpha, cosine2, arc, s, c, middle)) / DEGREE, end / DEGREE];
}

// The geodesic between two positions as [lat, lon] pairs at most 25 km apart.
function geodesic(from, to) {
  const line = inverse(from.lng, from.lat, to.lng, to.lat);
  const steps = Math.max(1, Math.ceil(line.metres / 25000));
  const path = [];
  for (let step = 0; step <= steps; step++) {
    const [lon, lat] = direct(from.lng, from.lat, line.azimuth, (line.metres * step) / steps);
    path.push([lat, lon]);
  }
  return { ...line, path };
}
