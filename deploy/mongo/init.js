// Makes the replica set, its administrator and one user a service, who may use that service's databases alone.
// Safe to repeat: what is there is kept, and passwords become what the secrets say. Run by mongosh in mongo1's network.
"use strict";

const fs = require("fs");

const SET = "countynet";
const MEMBERS = ["mongo1:27017", "mongo2:27017", "mongo3:27017"];
const SERVICES = ["intake", "routing", "mediation", "oversight", "notify"];
const PATIENCE_MS = 120000;

function secret(name) {
  const value = fs.readFileSync(`/run/secrets/mongo-${name}-password`, "utf8").trim();
  if (!value) throw new Error(`the secret mongo-${name}-password is empty`);
  return value;
}

function until(what, condition) {
  const end = Date.now() + PATIENCE_MS;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`${what} did not come true in time`);
    sleep(500);
  }
}

function whole() {
  const credentials = `admin:${encodeURIComponent(secret("admin"))}`;
  const options = `replicaSet=${SET}&authSource=admin&w=majority&serverSelectionTimeoutMS=30000`;
  return new Mongo(`mongodb://${credentials}@${MEMBERS.join(",")}/admin?${options}`).getDB("admin");
}

// Only a database without users lets its own loopback in without a name; once there is one, this is refused.
function firstTime() {
  const local = new Mongo("mongodb://127.0.0.1:27017/admin?directConnection=true").getDB("admin");
  try {
    local.adminCommand({ replSetInitiate: { _id: SET, members: MEMBERS.map((host, _id) => ({ _id, host, priority: _id ? 1 : 2 })) } });
  } catch (error) {
    if (!["AlreadyInitialized", "Unauthorized"].includes(error.codeName)) throw error;
    if (error.codeName === "Unauthorized") return false;
  }
  until("a primary on mongo1", () => local.hello().isWritablePrimary);
  try {
    local.createUser({ user: "admin", pwd: secret("admin"), roles: ["root"] }, { w: "majority" });
  } catch (error) {
    if (!["Unauthorized", "Location51003"].includes(error.codeName) && error.code !== 51003) throw error;
    return false;
  }
  return true;
}

function ensureUser(admin, service) {
  const name = `countynet_${service}`;
  // Its epochs lie in a database beside its own, so that a dump put back does not take them along.
  const roles = [name, `${name}_epochs`].map((db) => ({ role: "readWrite", db }));
  const wanted = { pwd: secret(service), roles };
  if (admin.getUser(name) === null) admin.createUser({ user: name, ...wanted }, { w: "majority" });
  else admin.updateUser(name, wanted, { w: "majority" });
}

print(firstTime() ? "the replica set is new" : "the replica set is there already");
const admin = whole();
SERVICES.forEach((service) => ensureUser(admin, service));
print(`${SERVICES.length} services have their users`);
