export const shared = 'shared';
export const sharedNamed = 'sharedNamed';
