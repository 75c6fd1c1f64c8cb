import { permissionsRouter } from 'wix-realtime-backend';

permissionsRouter.default(() => ({ read: false }));
permissionsRouter.add({ name: 'open' }, async (channel, subscriber) => ({ read: subscriber.type === 'Visitor' && subscriber.id.length > 0 }));
permissionsRouter.add({ name: 'rooms' }, (channel) => ({ read: channel.resourceId === 'lobby' }));
permissionsRouter.add({ name: 'rooms', resourceId: 'office' }, () => ({ read: true }));
permissionsRouter.add({ name: 'forgotten' }, () => undefined);
permissionsRouter.add({ name: 'broken' }, () => {
    throw new Error('no idea');
});

export function realtime_check_permission(channel, subscriber) {
    return permissionsRouter.check(channel, subscriber);
}
