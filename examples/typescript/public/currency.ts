const format = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'EUR' });

export function currency(cents: number): string {
    return format.format(cents / 100);
}
