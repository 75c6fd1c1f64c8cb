import { ok } from "wix-http-functions";
import wixCrmBackend, { contacts, notifications, tasks, triggeredEmails, workflows } from "wix-crm-backend";

async function said(work) {
  try {
    await work();
    return "done";
  } catch (error) {
    return error.message;
  }
}

export async function get_calls() {
  return ok({
    body: [
      await said(() => triggeredEmails.emailContact("template", "id")),
      await said(() => notifications.notify("x", ["Dashboard"])),
      await said(() => tasks.createTask({})),
      await said(() => workflows.createWorkflow({})),
      await said(() => contacts.findOrCreateExtendedField({ displayName: "x" })),
      await said(() => wixCrmBackend.emailContact("template", "id")),
    ],
  });
}
