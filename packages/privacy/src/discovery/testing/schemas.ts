/** A shop: guests, gifts, shared addresses, composite keys, orders of deleted users, soft deletes. */
const shop = `
public.customers | self: customer by id, email | access: none
  id integer pk = identifier
  email text(320) unique = contact.email ~ email
  first_name text = name ~ first
  last_name text = name ~ last
  password_hash text = credential ~ bcrypt
  phone text null = contact.phone ~ phone
  birthday day null = birth
  default_address_id integer null -> public.addresses.id = none
  newsletter_opt_in boolean = consent
  deleted_at instant null = none
  created_at instant = none
public.addresses | owner: public.customers on id = default_address_id > id is customer.id
  id integer pk = none
  street text = contact.address ~ street
  zip text = contact.address ~ zip
  city text = contact.address ~ city
  country_code text(2) = none ~ country
public.countries
  code text(2) pk = none ~ country
  name text = none ~ word
public.products
  id integer pk = none
  name text = none ~ product
  description text = none ~ sentence
  price decimal = none
  sku text unique = none ~ code
public.orders | owner: customer_id is customer.id | owner: email is customer.email
  shop integer pk = none
  no integer pk = none
  customer_id integer null -> public.customers.id clear = identifier
  email text null = contact.email ~ emailNull
  ship_to text = contact.address ~ street
  total decimal = payment.transaction ~ amount
  status choice = none
  customer_note text null = content.message ~ sentence
  placed_at instant = none
public.order_lines | owner: public.orders on shop = shop, order_no = no > customer_id is customer.id | owner: public.orders on shop = shop, order_no = no > email is customer.email
  id integer pk = none
  shop integer = none
  order_no integer = none
  product_id integer -> public.products.id = none
  quantity integer = none
  fk (shop, order_no) -> public.orders (shop, no) cascade
public.gifts | owner: giver_id is customer.id | owner: receiver_id is customer.id
  id integer pk = none
  giver_id integer -> public.customers.id = identifier
  receiver_id integer -> public.customers.id = identifier
  gift_message text = content.message ~ sentence
public.payment_methods | owner: customer_id is customer.id
  id integer pk = none
  customer_id integer -> public.customers.id cascade = identifier
  card_brand text = payment.card ~ word
  card_last_4 text(4) = payment.card ~ last4
  holder_name text = name ~ full
public.reviews | owner: customer_id is customer.id
  id integer pk = none
  product_id integer -> public.products.id = none
  customer_id integer null -> public.customers.id clear = identifier
  rating integer = none
  review_text text = content.message ~ sentence
public.sessions | owner: customer_id is customer.id
  id uuid pk = none
  customer_id integer -> public.customers.id cascade = identifier
  token_hash text = credential ~ token
  ip_address text = online-id ~ ip
  user_agent text = device ~ agent
  last_seen_at instant = behaviour
`;

/** A messenger: rooms with members, direct messages, replies, blocked people. */
const chat = `
users | self: user by id, email
  id uuid pk = identifier
  username text unique = name.user ~ user
  email text unique = contact.email ~ email
  display_name text = name ~ full
  avatar_url text null = image ~ url
  bio text null = content.message ~ sentence
  locale text = language ~ locale
  last_seen_at instant null = behaviour
rooms | owner: created_by is user.id | access: room_members on id = room_id > user_id is user.id
  id uuid pk = none
  created_by uuid null -> users.id clear = identifier
  topic text = none ~ word
  is_private boolean = none
room_members | owner: user_id is user.id
  room_id uuid pk -> rooms.id cascade = none
  user_id uuid pk -> users.id cascade = identifier
  joined_at instant = none
  role choice = none
messages | owner: sender_id is user.id | access: room_members on room_id = room_id > user_id is user.id
  id uuid pk = none
  room_id uuid -> rooms.id cascade = none
  sender_id uuid null -> users.id clear = identifier
  reply_to_id uuid null -> messages.id = none
  body text = content.message ~ sentence
  sent_at instant = none
attachments | owner: messages on message_id = id > sender_id is user.id | access: messages on message_id = id > room_members on room_id = room_id > user_id is user.id
  id uuid pk = none
  message_id uuid -> messages.id cascade = none
  file_name text = content.file ~ file
  mime_type text = none ~ word
  size_bytes integer = none
direct_messages | owner: sender_id is user.id | owner: recipient_id is user.id
  id uuid pk = none
  sender_id uuid -> users.id = identifier
  recipient_id uuid -> users.id = identifier
  body text = content.message ~ sentence
blocks | owner: blocker_id is user.id | owner: blocked_id is user.id
  blocker_id uuid pk -> users.id = identifier
  blocked_id uuid pk -> users.id = identifier
  created_at instant = none
push_devices | owner: user_id is user.id
  id uuid pk = none
  user_id uuid -> users.id cascade = identifier
  push_token text = device ~ token
  platform choice = none
`;

/** Personnel files: managers, salaries, sick notes, applicants. */
const hr = `
employees | self: employee by id, email | access: manager_id is employee.id
  id integer pk = identifier
  employee_number text unique = employment ~ code
  first_name text = name ~ first
  last_name text = name ~ last
  email text unique = contact.email ~ email
  private_email text null = contact.email ~ email
  date_of_birth day = birth
  gender text = gender ~ gender
  nationality text = nationality ~ country
  marital_status text null = family ~ word
  social_security_number text = government-id ~ nir
  tax_id text = tax-id ~ code
  iban text = payment.account ~ iban
  religion text null = religion ~ faith
  manager_id integer null -> employees.id = identifier
  department_id integer -> departments.id = none
  hire_date day = employment
departments
  id integer pk = none
  name text = none ~ word
  cost_center text = none ~ code
salaries | owner: employee_id is employee.id
  id integer pk = none
  employee_id integer -> employees.id = identifier
  base_salary decimal = financial ~ amount
  currency text(3) = none
  valid_from day = none
absences | owner: employee_id is employee.id | access: approved_by is employee.id
  id integer pk = none
  employee_id integer -> employees.id = identifier
  approved_by integer null -> employees.id = identifier
  sick_note text null = health ~ sentence
  starts_on day = none
  ends_on day = none
emergency_contacts | owner: employee_id is employee.id
  id integer pk = none
  employee_id integer -> employees.id cascade = identifier
  contact_name text = name ~ full
  phone_number text = contact.phone ~ phone
applicants | self: applicant by id, email
  id integer pk = identifier
  full_name text = name ~ full
  email text = contact.email ~ email
  mobile text = contact.phone ~ phone
  cv text = education ~ file
applications | owner: applicant_id is applicant.id
  id integer pk = none
  applicant_id integer -> applicants.id = identifier
  position_id integer = none
  cover_letter text = content.message ~ sentence
performance_reviews | owner: employee_id is employee.id | access: reviewer_id is employee.id
  id integer pk = none
  employee_id integer -> employees.id = identifier
  reviewer_id integer -> employees.id = identifier
  performance_rating integer = employment.evaluation
  comments text = content.message ~ sentence
`;

/** A clinic: patients, doctors, visits, results. */
const clinic = `
patients | self: patient by id, email | access: primary_doctor_id is doctor.id
  id integer pk = identifier
  medical_record_number text unique = health ~ code
  name text = name ~ full
  email text null = contact.email ~ email
  tel text null = contact.phone ~ local
  dob day = birth
  sex text = gender ~ gender
  blood_type text null = health ~ blood
  insurance_number text = health ~ code
  address text = contact.address ~ street
  primary_doctor_id integer null -> doctors.id = identifier
doctors | self: doctor by id, email
  id integer pk = identifier
  full_name text = name ~ full
  email text unique = contact.email ~ email
  speciality text = none ~ word
visits | owner: patient_id is patient.id | access: doctor_id is doctor.id
  id integer pk = none
  patient_id integer -> patients.id = identifier
  doctor_id integer -> doctors.id = identifier
  visited_at instant = behaviour
  symptoms text = health ~ sentence
  notes text = content.message ~ sentence
diagnoses | owner: visits on visit_id = id > patient_id is patient.id
  id integer pk = none
  visit_id integer -> visits.id cascade = none
  icd_code text = health ~ icd
lab_results | owner: patient_id is patient.id
  id integer pk = none
  patient_id integer -> patients.id = identifier
  test_code text = none ~ code
  lab_value decimal = health
prescriptions | owner: visits on visit_id = id > patient_id is patient.id
  id integer pk = none
  visit_id integer -> visits.id cascade = none
  medication text = health ~ word
  dose text = health ~ word
`;

/** Software for companies: tenants, composite keys, audit log, invitations. */
const saas = `
app.tenants
  id uuid pk = none
  slug text unique = none ~ word
  plan choice = none
app.users | self: user by id, email
  tenant_id uuid pk -> app.tenants.id = none
  id uuid pk unique = identifier
  email text = contact.email ~ email
  full_name text = name ~ full
  hashed_password text = credential ~ bcrypt
  totp_secret text null = credential ~ token
  timezone text = preference ~ word
  sign_in_count integer = behaviour
  last_sign_in_ip text null = online-id ~ ip
  is_admin boolean = none
app.projects | owner: app.users on tenant_id = tenant_id, owner_id = id > id is user.id
  tenant_id uuid pk = none
  id uuid pk = none
  owner_id uuid = identifier
  name text = none ~ word
  fk (tenant_id, owner_id) -> app.users (tenant_id, id)
app.tasks | owner: app.projects on tenant_id = tenant_id, project_id = id > app.users on tenant_id = tenant_id, owner_id = id > id is user.id | access: app.users on tenant_id = tenant_id, assignee_id = id > id is user.id
  tenant_id uuid pk = none
  id uuid pk = none
  project_id uuid = none
  assignee_id uuid null = identifier
  title text = none ~ product
  description text = content.message ~ sentence
  fk (tenant_id, project_id) -> app.projects (tenant_id, id) cascade
  fk (tenant_id, assignee_id) -> app.users (tenant_id, id)
app.invitations | owner: email is user.email | access: app.users on tenant_id = tenant_id, invited_by = id > id is user.id
  id uuid pk = none
  tenant_id uuid -> app.tenants.id = none
  email text = contact.email ~ email
  invited_by uuid null = identifier
  token_digest text = credential ~ token
  fk (tenant_id, invited_by) -> app.users (tenant_id, id)
app.api_keys | owner: app.users on tenant_id = tenant_id, user_id = id > id is user.id
  id uuid pk = none
  tenant_id uuid = none
  user_id uuid = identifier
  api_key text = credential ~ token
  fk (tenant_id, user_id) -> app.users (tenant_id, id) cascade
app.audit_log | owner: app.users on tenant_id = tenant_id, actor_id = id > id is user.id
  id integer pk = none
  tenant_id uuid = none
  actor_id uuid null = identifier
  action text = none ~ status
  ip text = online-id ~ ip
  details json = content.message ~ hiddenMail
  fk (tenant_id, actor_id) -> app.users (tenant_id, id)
app.feature_flags
  key text pk = none ~ word
  enabled boolean = none
`;

/** An old German trade database without a single constraint. */
const legacy = `
KUNDEN | self: kunde by id, email
  KD_NR integer pk = identifier
  ANREDE text = gender ~ salutation
  VORNAME text = name ~ first
  NACHNAME text = name ~ last
  GEBDATUM day null = birth
  STRASSE text = contact.address ~ street
  PLZ text = contact.address ~ zip
  ORT text = contact.address ~ city
  TELEFON text = contact.phone ~ local
  EMAILADRESSE text = contact.email ~ email
  STEUERNUMMER text null = tax-id ~ code
  BEMERKUNG text null = content.message ~ sentence
  KUNDENGRUPPE text(4) = none
BESTELLUNGEN | owner: KUNDE_NR is kunde.id
  BEST_NR integer pk = none
  KUNDE_NR integer = identifier
  LIEFERADRESSE text = contact.address ~ street
  GESAMTBETRAG decimal = payment.transaction ~ amount
  ZUSTAND text = none ~ status
BESTELLPOSITIONEN | owner: BESTELLUNGEN on BESTELLUNG_NR = BEST_NR > KUNDE_NR is kunde.id
  POS_NR integer pk = none
  BESTELLUNG_NR integer = none
  ARTIKEL_NR integer = none
  MENGE integer = none
BANKVERBINDUNGEN | owner: KUNDE_NR is kunde.id
  BANK_NR integer pk = none
  KUNDE_NR integer = identifier
  IBAN text = payment.account ~ iban
  KONTOINHABER text = name ~ full
ARTIKEL
  ARTIKEL_NR integer pk = none
  BEZEICHNUNG text = none ~ product
  PREIS decimal = none
`;

/** A marketplace as an object mapper names it. */
const market = `
User | self: user by id, email
  id text pk = identifier
  emailAddress text unique = contact.email ~ email
  userName text unique = name.user ~ user
  passwordHash text = credential ~ bcrypt
  phoneNumber text null = contact.phone ~ phone
  stripeCustomerId text null = online-id ~ token
  marketingOptIn boolean = consent
  createdAt instant = none
  updatedAt instant = none
UserProfile | owner: userId is user.id
  id text pk = none
  userId text unique -> User.id cascade = identifier
  firstName text = name ~ first
  lastName text = name ~ last
  dateOfBirth day null = birth
  streetAddress text null = contact.address ~ englishStreet
  latitude decimal null = location ~ latitude
  longitude decimal null = location ~ latitude
  linkedinUrl text null = contact.social ~ url
Listing | owner: sellerId is user.id
  id text pk = none
  sellerId text -> User.id = identifier
  title text = none ~ product
  description text = content.message ~ sentence
  priceCents integer = none
Purchase | owner: buyerId is user.id | owner: sellerId is user.id
  id text pk = none
  buyerId text -> User.id = identifier
  sellerId text -> User.id = identifier
  listingId text -> Listing.id = none
  shippingAddress text = contact.address ~ englishStreet
  totalAmount decimal = payment.transaction ~ amount
PayoutAccount | owner: userId is user.id
  id text pk = none
  userId text -> User.id cascade = identifier
  iban text = payment.account ~ iban
  accountHolder text = name ~ full
Comment | owner: authorId is user.id
  id text pk = none
  authorId text null -> User.id clear = identifier
  listingId text -> Listing.id cascade = none
  parentId text null -> Comment.id = none
  content text = content.message ~ sentence
LoginEvent | owner: userId is user.id
  id text pk = none
  userId text -> User.id cascade = identifier
  ipAddress text = online-id ~ ip
  userAgent text = device ~ agent
  createdAt instant = none
Category
  id text pk = none
  slug text unique = none ~ word
  displayOrder integer = none
`;

/** The schemas by which discovery is tuned. */
export const tuned: Readonly<Record<string, string>> = { shop: shop.replace(' | access: none', ''), chat, hr, clinic, saas, legacy, market };
