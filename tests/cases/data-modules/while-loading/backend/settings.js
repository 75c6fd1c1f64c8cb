import wixData from 'wix-data';

await wixData.save('settings', { _id: 'site', theme: 'dark' });
export const settings = await wixData.get('settings', 'site');
