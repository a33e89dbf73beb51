/** A French association: members, subscriptions, donations, events. */
const association = `
adherents | self: adherent by id, email
  id integer pk = identifier
  civilite text(4) = gender ~ salutation
  nom text = name ~ last
  prenom text = name ~ first
  date_naissance day null = birth
  courriel text unique = contact.email ~ email
  telephone_portable text null = contact.phone ~ phone
  adresse text null = contact.address ~ street
  code_postal text(5) null = contact.address ~ zip
  ville text null = contact.address ~ city
  mot_de_passe text = credential ~ bcrypt
  profession text null = employment ~ word
  certificat_medical text null = health ~ file
cotisations | owner: adherent_id is adherent.id
  id integer pk = none
  adherent_id integer -> adherents.id cascade = identifier
  annee integer = none
  montant decimal = payment.transaction ~ amount
  mode_paiement text = none ~ status
dons | owner: adherent_id is adherent.id
  id integer pk = none
  adherent_id integer null -> adherents.id clear = identifier
  montant decimal = payment.transaction ~ amount
  message text null = content.message ~ sentence
evenements
  id integer pk = none
  titre text = none ~ product
  debut instant = none
  lieu text = none ~ city
inscriptions | owner: adherent_id is adherent.id
  evenement_id integer pk -> evenements.id cascade = none
  adherent_id integer pk -> adherents.id cascade = identifier
  regime_alimentaire text null = preference ~ word
  commentaire text null = content.message ~ sentence
parametres
  cle text pk = none ~ word
  valeur text = none ~ word
`;

/** A delivery service: drivers, trips with positions, customers without accounts. */
const delivery = `
drivers | self: driver by id, email
  id integer pk = identifier
  name text = name ~ full
  email text unique = contact.email ~ email
  phone text = contact.phone ~ phone
  driving_licence text = government-id ~ code
  vehicle_id integer null -> vehicles.id = none
  bank_iban text = payment.account ~ iban
vehicles
  id integer pk = none
  plate text unique = none ~ code
  model text = none ~ word
recipients | self: recipient by id, email
  id integer pk = identifier
  full_name text = name ~ full
  email text null = contact.email ~ email
  mobile text = contact.phone ~ phone
  street text = contact.address ~ englishStreet
  door_code text null = credential ~ last4
parcels | owner: recipient_id is recipient.id
  id integer pk = none
  barcode text unique = none ~ code
  recipient_id integer -> recipients.id = identifier
  trip_id integer null -> trips.id clear = none
  weight_g integer = none
  delivered_at instant null = none
  signature_image text null = image ~ url
  delivery_note text null = content.message ~ sentence
trips | owner: driver_id is driver.id
  id integer pk = none
  driver_id integer -> drivers.id = identifier
  started_at instant = none
trip_positions | owner: trips on trip_id = id > driver_id is driver.id
  id integer pk = none
  trip_id integer -> trips.id cascade = none
  lat decimal = location ~ latitude
  lng decimal = location ~ latitude
  speed_kmh integer = none
ratings | owner: recipient_id is recipient.id | access: driver_id is driver.id
  id integer pk = none
  recipient_id integer -> recipients.id = identifier
  driver_id integer -> drivers.id = identifier
  stars integer = none
  remark text null = content.message ~ sentence
`;

/** A Spanish school as files without constraints. */
const school = `
alumnos.csv | self: alumno by id, email
  alumno_id integer pk = identifier
  nombre text = name ~ first
  apellidos text = name ~ last
  dni text = government-id ~ code
  correo_electronico text = contact.email ~ email
  movil text = contact.phone ~ phone
  fecha_nacimiento day = birth
  direccion text = contact.address ~ street
  alergias text null = health ~ word
  tutor_nombre text = name ~ full
  tutor_telefono text = contact.phone ~ phone
notas.csv | owner: alumno_id is alumno.id
  nota_id integer pk = none
  alumno_id integer = identifier
  asignatura text = none ~ word
  calificacion decimal = education
faltas.csv | owner: alumno_id is alumno.id
  falta_id integer pk = none
  alumno_id integer = identifier
  fecha day = none
  motivo text null = content.message ~ sentence
aulas.csv
  aula_id integer pk = none
  edificio text = none ~ word
`;

/** A forum with terse names, votes, reports and moderators. */
const forum = `
accounts | self: account by id, email
  aid integer pk = identifier
  login text unique = name.user ~ user
  mail text unique = contact.email ~ email
  pw text = credential ~ bcrypt
  reg_ip text = online-id ~ ip
  signature text null = content.message ~ sentence
  karma integer = none
posts | owner: author is account.id | access: edited_by is account.id
  pid integer pk = none
  author integer null -> accounts.aid clear = identifier
  thread integer -> threads.tid cascade = none
  txt text = content.message ~ sentence
  poster_ip text = online-id ~ ip
  edited_by integer null -> accounts.aid clear = identifier
threads | owner: starter is account.id
  tid integer pk = none
  starter integer null -> accounts.aid clear = identifier
  subject text = content.message ~ product
  board integer -> boards.bid = none
boards
  bid integer pk = none
  title text = none ~ word
votes | owner: voter is account.id
  post integer pk -> posts.pid cascade = none
  voter integer pk -> accounts.aid cascade = identifier
  value integer = none
reports | owner: reporter is account.id | access: handled_by is account.id
  rid integer pk = none
  post integer -> posts.pid = none
  reporter integer -> accounts.aid = identifier
  handled_by integer null -> accounts.aid = identifier
  reason text = content.message ~ sentence
private_messages | owner: from_id is account.id | owner: to_id is account.id
  mid integer pk = none
  from_id integer -> accounts.aid = identifier
  to_id integer -> accounts.aid = identifier
  txt text = content.message ~ sentence
bans | owner: account is account.id | access: banned_by is account.id
  id integer pk = none
  account integer -> accounts.aid = identifier
  banned_by integer -> accounts.aid = identifier
  cause text = content.message ~ sentence
`;

/** Further schemas by which discovery is tuned. */
export const further: Readonly<Record<string, string>> = { association, delivery, school, forum };
