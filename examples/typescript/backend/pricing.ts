export type Item = { cents: number; count: number };

enum Coupon {
    Tenth = 'TENTH',
    Half = 'HALF',
}

const FACTOR: Record<Coupon, number> = { [Coupon.Tenth]: 0.9, [Coupon.Half]: 0.5 };

export function quote(items: Item[], coupon?: string): number {
    const sum = items.reduce((total, item) => total + item.cents * item.count, 0);
    return Math.round(sum * (FACTOR[coupon as Coupon] ?? 1));
}
