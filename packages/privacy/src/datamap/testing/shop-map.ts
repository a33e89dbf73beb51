/** A data map as a shop would write it, with every short form. */
export const shopMap = `# yaml-language-server: $schema=./avouch.datamap.schema.json
# Asked in the team meeting of March: gifts are both the giver's and the receiver's.
version: 1

people:
  customer:
    title: Customers
    keys:
      id: Customer number
      email: { title: E-mail address, fold: case, proof: mail, several: true }

purposes:
  orders:
    title: Delivering what was ordered
    basis: contract
    recipients: parcel
    retention: ten years after the order
  mailing:
    title: Telling about offers
    basis: 6(1)(f)
    ground: selling to those who bought before
    marketing: true
    automated: none

recipients:
  parcel: { title: Parcel Ltd, role: processor, country: DE, told: { by: mail, to: privacy@parcel.example } }

systems:
  shop:
    title: Shop database
    engine: postgres
    location: DE
    backups: 35
    places:
      public.customers:
        title: Customers
        identifies: customer by id, email
        purposes: [orders, mailing]
        none: [id, created_at]
        fields:
          email: contact.email # asked at the till too
          name: name
          password_hash: credential

      public.orders:
        key: [shop, no]
        owner: customer_id is customer.id
        purposes: orders
        rows: empty
        keep: { reason: Invoices are kept for the tax office, exemption: 17(3)(b), law: § 147 AO, until: placed_at + P10Y }
        retention: { after: placed_at, period: P10Y, reason: nothing needs it longer }
        none: [shop, no, placed_at]
        fields:
          customer_id: identifier
          ship_to: contact.address
          total: { category: payment.transaction, erasure: keep }

      # A line belongs to whom its order belongs.
      public.order_lines:
        through: orders on order_shop = shop, order_no = no
        purposes: orders
        none: [id, order_shop, order_no, sku]

      public.gifts:
        owners:
          giver: giver_id is customer.id
          receiver:
            path: [{ place: orders, on: { order_shop: shop, order_no: no } }]
            field: customer_id
            is: customer.id
        purposes: orders
        none: id
        fields:
          giver_id: { category: identifier, of: giver, loosens: true }
          order_shop: none
          order_no: none
          message: content.message of giver
          wrapping: preference of all

      public.rooms:
        access: { member: room_members on id = room_id > customer_id is customer.id }
        none: [id]
        fields: { topic: content.message }
      public.room_members:
        owner: customer_id is customer.id
        fields: { room_id: none, customer_id: identifier }
      public.countries: not personal
  letters:
    title: Letters in the cellar
    engine: manual
    task: { owner: Office, days: 10, how: Look in the folder of the year }
    places:
      folders:
        owner: shop:public.customers on customer_no = id > email is customer.email
        fields: { customer_no: identifier, letter: content.file }
`;
