import { Permissions, webMethod } from 'wix-web-module';
import { webMethod as sdkWebMethod, Permissions as SdkPermissions } from '@wix/web-methods';

export const multiply = webMethod(Permissions.Anyone, async (a, b) => a * b, { cache: { ttl: 60 } });
export const divide = sdkWebMethod(SdkPermissions.Admin, (a, b) => a / b);
