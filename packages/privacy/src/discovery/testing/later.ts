/** A gym: people who train, contracts, check-ins, measurements. */
const gym = `
gym_members | self: gym-member by id, email | access: trainer_id is trainer.id
  member_no integer pk = identifier
  given_name text = name ~ first
  family_name text = name ~ last
  e_mail text = contact.email ~ email
  mobile_phone text = contact.phone ~ phone
  born_on day = birth
  emergency_phone text null = contact.phone ~ phone
  trainer_id integer null -> trainers.id = identifier
  photo_path text null = image ~ url
trainers | self: trainer by id, email
  id integer pk = identifier
  full_name text = name ~ full
  email text unique = contact.email ~ email
contracts | owner: member_no is gym-member.id
  id integer pk = none
  member_no integer -> gym_members.member_no = identifier
  tariff text = none ~ word
  sepa_iban text = payment.account ~ iban
  monthly_fee decimal = payment.transaction ~ amount
  cancelled_at instant null = none
check_ins | owner: member_no is gym-member.id
  id integer pk = none
  member_no integer -> gym_members.member_no cascade = identifier
  studio_id integer -> studios.id = none
  checked_in_at instant = behaviour
body_measurements | owner: member_no is gym-member.id
  id integer pk = none
  member_no integer -> gym_members.member_no cascade = identifier
  weight_kg decimal = health
  body_fat decimal = health
  resting_heart_rate integer = health
studios
  id integer pk = none
  city text = none ~ city
  opening_hours text = none ~ word
`;

/** A job board in Polish, with companies. */
const jobs = `
uzytkownicy | self: uzytkownik by id, email
  id integer pk = identifier
  imie text = name ~ first
  nazwisko text = name ~ last
  adres_email text unique = contact.email ~ email
  haslo text = credential ~ bcrypt
  nr_telefonu text null = contact.phone ~ phone
  pesel text null = government-id ~ pesel
  miasto text null = contact.address ~ city
firmy
  id integer pk = none
  nazwa text = none ~ word
  nip text = none ~ code
ogloszenia
  id integer pk = none
  firma_id integer -> firmy.id = none
  tytul text = none ~ product
aplikacje | owner: uzytkownik_id is uzytkownik.id
  id integer pk = none
  uzytkownik_id integer -> uzytkownicy.id = identifier
  ogloszenie_id integer -> ogloszenia.id = none
  list_motywacyjny text = content.message ~ sentence
  zalacznik text null = content.file ~ file
logowania | owner: uzytkownik_id is uzytkownik.id
  id integer pk = none
  uzytkownik_id integer -> uzytkownicy.id = identifier
  adres_ip text = online-id ~ ip
`;

/** A helpdesk: tickets of people without accounts, agents, calls. */
const helpdesk = `
requesters | self: requester by id, email
  id uuid pk = identifier
  email text unique = contact.email ~ email
  name text = name ~ full
  company text null = employment ~ word
agents | self: agent by id, email
  id uuid pk = identifier
  email text unique = contact.email ~ email
  name text = name ~ full
  password_digest text = credential ~ bcrypt
tickets | owner: requester_id is requester.id | access: assignee_id is agent.id
  id integer pk = none
  requester_id uuid -> requesters.id = identifier
  assignee_id uuid null -> agents.id clear = identifier
  subject text = content.message ~ product
  priority choice = none
  source_ip text null = online-id ~ ip
ticket_replies | owner: tickets on ticket_id = id > requester_id is requester.id | access: agent_id is agent.id
  id integer pk = none
  ticket_id integer -> tickets.id cascade = none
  agent_id uuid null -> agents.id = identifier
  reply text = content.message ~ sentence
calls | owner: requester_id is requester.id | access: agent_id is agent.id
  id integer pk = none
  requester_id uuid -> requesters.id = identifier
  agent_id uuid -> agents.id = identifier
  recording_url text null = voice ~ url
  caller_number text = contact.phone ~ phone
  duration_s integer = none
satisfaction | owner: tickets on ticket_id = id > requester_id is requester.id
  ticket_id integer pk -> tickets.id cascade = none
  score integer = none
  comment text null = content.message ~ sentence
macros
  id integer pk = none
  name text = none ~ word
  body text = none ~ sentence
`;

/** Schemas that were written when discovery stood. Its rules were mended once by what they showed: a schema that nobody here has seen fares worse. */
export const later: Readonly<Record<string, string>> = { gym, jobs, helpdesk };
