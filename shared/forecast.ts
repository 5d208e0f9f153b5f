/** In whole five minutes, up: a forecast that is too short leaves somebody without an answer. */
export function forecastMinutes(waiting: number, medianMinutes: number): number {
  return Math.ceil((waiting * medianMinutes) / 5) * 5
}
