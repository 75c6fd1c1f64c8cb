import * as httpFunctions from 'wix-http-functions';
import wixData from 'wix-data';
import * as fetching from 'wix-fetch';
import wixSecretsBackend, * as secretsBackend from 'wix-secrets-backend';
import { secrets } from 'wix-secrets-backend.v2';
import { secrets as sdkSecrets } from '@wix/secrets';
import { items, collections } from '@wix/data';
import { auth, elevate } from '@wix/essentials';
import { elevate as elevateOfAuth } from 'wix-auth';
import { webMethod, Permissions } from 'wix-web-module';
import { webMethod as sdkWebMethod } from '@wix/web-methods';
import * as router from 'wix-router';
import * as realtime from 'wix-realtime-backend';
import { mediaManager } from 'wix-media-backend';
import * as crm from 'wix-crm-backend';
import * as members from 'wix-members-backend';
import * as users from 'wix-users-backend';
import { invalidateCache } from 'wix-cache-backend';
import * as hmac from '@velo/wix-http-functions-hmac-authentication-backend';
// Not here: what is imported of these can be read, and a call says what is missing.
import wixPay, { createPayment } from 'wix-pay-backend';
import * as paymentProvider from 'wix-payment-provider-backend';
import wixStores from 'wix-stores-backend';
import { products } from 'wix-stores.v2';
import wixBookings from 'wix-bookings-backend';
import { bookings } from 'wix-bookings.v2';
import { authorize } from 'wix-captcha-backend';
import { generalInfo } from 'wix-site-backend';
import { messages } from 'wix-inbox-v2';
import { httpFunctions as caller } from '@wix/http-functions';
import wixUsersOfPages from 'wix-users';
import { read } from '@velo/google-sheets-integration-backend';
import { download } from '@velo/google-drive-integration-backend';
import { createMeeting } from '@velo/zoom-integration-backend';

const WORKS = {
    httpFunctions: [httpFunctions, 'ok created badRequest forbidden notFound serverError response'],
    wixData: [
        wixData,
        'aggregate filter sort query get insert update save remove truncate bulkInsert bulkSave bulkUpdate bulkRemove insertReference removeReference replaceReferences isReferenced queryReferenced',
    ],
    fetching: [fetching, 'fetch getJSON'],
    wixSecretsBackend: [wixSecretsBackend, 'getSecret listSecretInfo createSecret updateSecret deleteSecret'],
    secretsBackend: [secretsBackend, 'getSecret listSecretInfo createSecret updateSecret deleteSecret'],
    secrets: [secrets, 'getSecretValue listSecretInfo createSecret updateSecret deleteSecret'],
    sdkSecrets: [sdkSecrets, 'getSecretValue listSecretInfo createSecret updateSecret deleteSecret'],
    items: [items, 'query get insert update save remove bulkInsert bulkUpdate bulkSave bulkRemove aggregate filter queryReferenced'],
    collections: [collections, ''],
    essentials: [{ auth, elevate, elevateOfAuth, inAuth: auth.elevate }, 'elevateOfAuth inAuth'],
    webModule: [{ webMethod, sdkWebMethod }, 'webMethod sdkWebMethod'],
    router: [router, 'ok next redirect notFound forbidden sendStatus WixRouterSitemapEntry'],
    realtime: [realtime, 'publish'],
    permissionsRouter: [realtime.permissionsRouter, 'add check default'],
    mediaManager: [
        mediaManager,
        'upload importFile getFileUrl getUploadUrl getDownloadUrl getFileInfo getFolderInfo listFiles listFolders downloadFiles downloadFolder moveFilesToTrash moveFoldersToTrash getVideoPlaybackUrl',
    ],
    contacts: [
        crm.contacts,
        'appendOrCreateContact createContact getContact updateContact deleteContact queryContacts labelContact unlabelContact findOrCreateLabel getLabel renameLabel deleteLabel queryLabels findOrCreateExtendedField getExtendedField renameExtendedField deleteExtendedField queryExtendedFields',
    ],
    triggeredEmails: [crm.triggeredEmails, 'emailContact emailMember'],
    notifications: [crm.notifications, 'notify'],
    tasks: [crm.tasks, 'createTask'],
    workflows: [crm.workflows, 'createWorkflow'],
    authentication: [members.authentication, 'register login generateSessionToken approveByEmail approveByToken blockByEmail'],
    authorization: [members.authorization, 'assignRole removeRole'],
    currentMember: [members.currentMember, 'getMember getRoles'],
    members: [members.members, 'getMember queryMembers createMember updateMember deleteMember'],
    badges: [members.badges, 'assignMembers listMembers'],
    users: [users, 'getUser register login generateSessionToken emailUser approveByEmail blockByEmail'],
    currentUser: [users.currentUser, 'getEmail getRoles'],
    userRoles: [users.roles, ''],
    userBadges: [users.badges, ''],
    cache: [{ invalidateCache }, 'invalidateCache'],
    hmac: [hmac, 'validateAuth invoke'],
    stubs: [
        { createPayment, pay: wixPay.createPayment, authorize, caller, read, download, createMeeting },
        'createPayment pay authorize caller read download createMeeting',
    ],
    deepStubs: [
        {
            submit: paymentProvider.submitEvent,
            store: wixStores.getProductVariants,
            products: products.queryProducts,
            services: wixBookings.services,
            booking: bookings.createBooking,
            email: generalInfo.getEmail,
            message: messages.sendMessage,
            user: wixUsersOfPages.currentUser,
        },
        'submit store products services booking email message user',
    ],
};

export function get_missing() {
    const missing = [];
    for (const [where, [object, names]] of Object.entries(WORKS)) {
        if (object === undefined || object === null) missing.push(where);
        else for (const name of names.split(' ').filter(Boolean)) if (typeof object[name] !== 'function') missing.push(`${where}.${name}: ${typeof object[name]}`);
    }
    const values = [typeof Permissions.Anyone, typeof Permissions.Admin, typeof Permissions.SiteMember, users.currentUser.role, users.currentUser.loggedIn];
    return httpFunctions.ok({ body: { missing, values } });
}

export async function get_calls() {
    const said = async (call) => {
        try {
            return `gave ${typeof (await call())}`;
        } catch (error) {
            return error.message.includes('not available in this runtime');
        }
    };
    return httpFunctions.ok({
        body: await Promise.all([
            said(() => createPayment({})),
            said(() => products.queryProducts().find()),
            said(() => messages.sendMessage({})),
            said(() => caller.get('x')),
            said(() => read('a')),
            said(() => download('a')),
            said(() => createMeeting({})),
        ]),
    });
}
