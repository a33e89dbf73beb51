/** How to give a user what requests need, and nothing else. */
export const guide = `Avouch signs in as a user of its own with a role that may do nothing else:

\`\`\`js
use admin
db.createRole({ role: 'avouch_privacy', roles: [], privileges: [
  { resource: { db: 'shop', collection: '' }, actions: ['listCollections', 'listIndexes', 'collStats', 'find'] },
  { resource: { db: 'shop', collection: 'customers' }, actions: ['update', 'remove'] },   // collections that erasures change
] })
db.createUser({ user: 'avouch', pwd: passwordPrompt(), roles: ['avouch_privacy'] })
\`\`\`

To read only (access requests, discovery, the guard) leave out \`update\` and \`remove\`.

**All or nothing.** With a replica set an erasure is one transaction, which MongoDB ends after 60 seconds unless \`transactionLifetimeLimitSeconds\` says more. On a single server it goes step by step, and is finished by running it again.

**Shape.** Fields are those that up to 300 documents of each collection show, and those that a validator names. A field that is rarer is not seen: name it in the data map yourself. Fields within fields are \`address.city\`, those of each in a list \`items[].email\`. Clearing a field removes it.

**Indexes.** Each field by which the data map finds documents should have one. Without regard to case, or for a condition that says what is not, the collection is looked through.

Avouch was tested with MongoDB's own driver against a stand-in that speaks its protocol, not against a real server: try it with a copy of your data first.`;
