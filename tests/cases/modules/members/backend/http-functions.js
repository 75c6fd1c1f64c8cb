import { ok } from 'wix-http-functions';
import { authentication, currentMember, members } from 'wix-members-backend';
import wixUsersBackend, { currentUser } from 'wix-users-backend';
import { members as sdk } from '@wix/members';
import { elevate } from 'wix-auth';

const why = (promise) => promise.then(() => 'fulfilled', (error) => `${error.code}: ${error.message}`);

export const get_who = async () =>
    ok({
        body: [
            await why(currentMember.getMember({ fieldsets: ['FULL'] })),
            await why(currentMember.getRoles()),
            await why(wixUsersBackend.currentUser.getEmail()),
            await why(sdk.getCurrentMember()),
            [currentUser.loggedIn, currentUser.role, typeof currentUser.id],
        ],
    });

export const get_needs = async () =>
    ok({
        body: [
            await why(authentication.register('a@example.com', 'x')),
            await why(elevate(members.getMember)('id')),
            await why(wixUsersBackend.getUser('id')),
            await why(wixUsersBackend.roles.assignRole('id', 'id')),
        ],
    });
