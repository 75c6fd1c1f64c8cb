import { badRequest, created, notFound, ok } from "wix-http-functions";
import wixData from "wix-data";
import { contacts } from "wix-crm-backend";
import { totalOf } from "backend/prices";

// GET /_functions/order/<id>
export async function get_order(request) {
  const order = await wixData.get("orders", request.path[0] ?? "", { suppressAuth: true });
  return order === null ? notFound({ body: { error: "There is no such order." } }) : ok({ body: order });
}

// POST /_functions/order {"email", "lines": [{"item", "price", "quantity"}]}
export async function post_order(request) {
  let order;
  try {
    order = await request.body.json();
  } catch {
    return badRequest({ body: { error: "The body is not JSON." } });
  }
  if (!Array.isArray(order?.lines) || order.lines.length === 0) {
    return badRequest({ body: { error: "An order has lines." } });
  }
  const contactId = await contacts.appendOrCreateContact({ emails: [{ email: order.email }] });
  const saved = await wixData.insert("orders", {
    contactId,
    lines: order.lines,
    total: totalOf(order.lines),
    paid: false,
  }, { suppressAuth: true });
  return created({ body: { id: saved._id, total: saved.total } });
}
