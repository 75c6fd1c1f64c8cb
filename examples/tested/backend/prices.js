// What things cost. No module of the platform is used here, so the tests need nothing but numbers.

export function totalOf(lines) {
  const cents = lines.reduce((sum, line) => sum + Math.round(line.price * 100) * line.quantity, 0);
  return cents / 100;
}

export function discounted(total, percent) {
  if (!(percent >= 0 && percent <= 100)) throw new RangeError(`${percent} is not a percentage`);
  return Math.round(total * (100 - percent)) / 100;
}
