-- A shop as shops are: addresses that people share, gifts that others pay, group chats, archived accounts, composite keys, circles,
-- tables without a key, and deletions that reach further than anybody meant. All of it is made up.
create table countries (code char(2) primary key, name text not null);
create table categories (id int primary key, name text not null);
create table products (id int primary key, title text not null, price numeric(10,2) not null);
create table product_categories (product_id int references products on delete cascade, category_id int references categories on delete cascade, primary key (product_id, category_id));
create table job_queue (id int primary key, task text not null, run_at timestamptz);

create table customers (
  id int primary key, email text not null unique, name text, phone text, birth_day date, password_hash text not null,
  tier text not null default 'plain' check (tier in ('plain', 'gold')), referred_by int references customers on delete set null,
  default_address int, created_at timestamptz not null, deleted_at timestamptz);
create table addresses (id int primary key, street text not null, city text, country char(2) references countries, created_by int references customers on delete cascade);
alter table customers add foreign key (default_address) references addresses (id) on delete set null;
create table customer_addresses (customer_id int references customers on delete cascade, address_id int references addresses on delete cascade, label text, primary key (customer_id, address_id));
create table archived_customers (no int primary key, old_id int not null, email text, reason text);
create table social_accounts (id int primary key, customer_id int not null references customers on delete cascade, provider text not null, handle text not null, unique (provider, handle));
create table sessions (token uuid primary key, customer_id int not null references customers on delete cascade, ip inet, agent text, seen_at timestamptz);
create table newsletter (email text primary key, since date not null, source text);
create table consents (id int primary key, customer_id int not null references customers on delete cascade, purpose text not null, given_at timestamptz not null);
create table flags (customer_id int primary key references customers on delete cascade, beta boolean not null);
create table notes (customer_id int references customers on delete cascade, note text not null, written_on date);

create table orders (
  shop char(2) not null, number int not null, buyer_id int references customers on delete set null, payer_id int references customers on delete set null, guest_email text,
  ship_to int references addresses on delete set null, placed_at timestamptz not null, total numeric(10,2) not null, remark text, primary key (shop, number));
create table order_lines (shop char(2), number int, line int, product_id int not null references products, quantity int not null, engraving text, primary key (shop, number, line), foreign key (shop, number) references orders on delete cascade);
create table gifts (id int primary key, shop char(2), number int, recipient_id int references customers on delete set null, recipient_name text, message text, foreign key (shop, number) references orders on delete cascade);
create table payments (id int primary key, shop char(2), number int, payer_id int references customers on delete restrict, card_token text not null, card_last4 char(4), amount numeric(10,2) not null, foreign key (shop, number) references orders on delete set null);
create table invoices (number text primary key, shop char(2), order_number int, customer_id int not null references customers on delete restrict, address text not null, total numeric(10,2) not null, issued_on date not null, foreign key (shop, order_number) references orders on delete restrict);
create table refunds (id int primary key, invoice text not null references invoices on delete cascade, reason text);
create table shipments (id int primary key, shop char(2), number int, to_name text, tracking text unique, foreign key (shop, number) references orders on delete cascade);
create table shipment_events (shipment_id int references shipments on delete cascade, seq int, at timestamptz not null, place text, primary key (shipment_id, seq));
create table returns (id int primary key, shop char(2), number int, line int, reason text, photo bytea, foreign key (shop, number, line) references order_lines on delete cascade);
create table coupons (code text primary key, issued_to int references customers on delete cascade, used_by int references customers on delete set null, percent int not null);
create table carts (id uuid primary key, customer_id int not null unique references customers on delete cascade, updated_at timestamptz);
create table cart_items (cart_id uuid references carts on delete cascade, product_id int references products, quantity int not null, primary key (cart_id, product_id));

create table wishlists (id int primary key, owner_id int references customers on delete cascade, title text not null, shared boolean not null default false);
create table wishlist_items (wishlist_id int references wishlists on delete cascade, product_id int references products, comment text, reserved_by int references customers on delete set null, primary key (wishlist_id, product_id));
create table wishlist_viewers (wishlist_id int references wishlists on delete cascade, viewer_id int references customers on delete cascade, primary key (wishlist_id, viewer_id));
create table reviews (id int primary key, author_id int references customers on delete cascade, product_id int references products, stars int not null, body text, author_name text not null);
create table review_votes (review_id int references reviews on delete cascade, voter_id int references customers on delete cascade, up boolean not null, primary key (review_id, voter_id));
create table questions (id int primary key, asker_id int references customers on delete cascade, body text not null, accepted int);
create table answers (id int primary key, question_id int not null references questions on delete cascade, author_id int references customers on delete cascade, body text not null);
alter table questions add foreign key (accepted) references answers (id) on delete set null;

create table chats (id int primary key, title text, started_by int references customers on delete cascade);
create table chat_members (chat_id int references chats on delete cascade, customer_id int references customers on delete cascade, nickname text, primary key (chat_id, customer_id));
create table messages (id bigint primary key, chat_id int not null references chats on delete cascade, sender_id int references customers on delete cascade, body text, reply_to bigint references messages on delete cascade, sent_at timestamptz not null);
create table reactions (message_id bigint references messages on delete cascade, customer_id int references customers on delete cascade, emoji text not null, primary key (message_id, customer_id));
create table attachments (id int primary key, message_id bigint references messages on delete cascade, name text not null, content bytea);

create table agents (id int primary key, email text not null unique, name text not null);
create table tickets (id int primary key, customer_id int references customers on delete cascade, agent_id int references agents, subject text not null, status text not null);
create table ticket_messages (id int primary key, ticket_id int not null references tickets on delete cascade, author_id int references customers on delete cascade, agent_id int references agents, body text);
create table loyalty_cards (card_no text primary key, holder_email text not null, points int not null);
create table loyalty_events (id int primary key, card_no text not null references loyalty_cards on delete cascade, points int not null, at timestamptz not null);
create table households (id int primary key, name text not null);
create table household_members (household_id int references households on delete cascade, customer_id int unique references customers on delete cascade, part text, primary key (household_id, customer_id));
create table audit_log (id int primary key, actor_id int, action text not null, ip inet, detail jsonb, at timestamptz not null);

insert into countries values ('DE', 'Germany'), ('AT', 'Austria');
insert into categories values (1, 'Books');
insert into products values (1, 'Atlas', 40.00), (2, 'Globe', 90.50), (3, 'Compass', 15.00);
insert into product_categories values (1, 1);
insert into job_queue values (1, 'mail', null);

insert into customers values
  (1, 'Ann@example.com', 'Ann Auer', '+49 30 1', '1980-02-29', 'h1', 'gold', null, null, '2019-01-01T00:00:00Z', null),
  (2, 'bob@example.com', 'Bob Berg', '+49 30 1', '1979-05-05', 'h2', 'plain', 1, null, '2019-02-01T00:00:00Z', null),
  (3, 'cyd@example.com', 'Cyd Cors', null, null, 'h3', 'plain', 2, null, '2020-01-01T00:00:00Z', null),
  (4, 'ann@example.com.au', 'Ann Auer', '+61 2 1', '1980-02-29', 'h4', 'plain', null, null, '2020-01-01T00:00:00Z', '2024-01-01T00:00:00Z');
insert into addresses values (1, 'Lindenweg 1', 'Berlin', 'DE', 1), (2, 'Gasse 2', 'Wien', 'AT', 1), (3, 'Ring 3', 'Wien', 'AT', 2), (4, 'Hof 4', 'Bonn', 'DE', null);
insert into customer_addresses values (1, 1, 'home'), (2, 1, 'home'), (1, 2, 'cabin'), (2, 3, 'office'), (3, 4, null);
update customers set default_address = 2 where id = 1; update customers set default_address = 1 where id = 2;
insert into archived_customers values (1, 9, 'ANN@example.com', 'opened a new account'), (2, 8, 'dan@example.com', 'asked');
insert into social_accounts values (1, 1, 'chirp', '@ann'), (2, 2, 'chirp', '@bob');
insert into sessions values ('00000000-0000-4000-8000-000000000001', 1, '198.51.100.1', 'Firefox', '2026-01-01T00:00:00Z'), ('00000000-0000-4000-8000-000000000002', 2, '198.51.100.1', null, null);
insert into newsletter values ('ann@example.com', '2021-01-01', 'till'), ('bob@example.com', '2021-01-01', null);
insert into consents values (1, 1, 'mailing', '2021-01-01T00:00:00Z'), (2, 2, 'mailing', '2021-01-01T00:00:00Z');
insert into flags values (1, true), (3, false);
insert into notes values (1, 'likes maps', '2022-02-02'), (1, 'called twice', null), (2, 'likes globes', null);

insert into orders values
  ('de', 1, 1, 1, null, 2, '2024-03-01T10:00:00Z', 130.50, 'ring twice'),
  ('de', 2, 1, 2, null, 1, '2024-04-01T10:00:00Z', 40.00, 'a present from Bob'),
  ('de', 3, 2, 1, null, 3, '2024-05-01T10:00:00Z', 15.00, 'for Bob'),
  ('de', 4, 2, 2, null, 3, '2024-06-01T10:00:00Z', 90.50, null),
  ('at', 1, null, null, 'ANN@EXAMPLE.COM', null, '2018-06-01T10:00:00Z', 15.00, 'as a guest'),
  ('at', 2, null, null, null, null, '2017-06-01T10:00:00Z', 40.00, 'of the old account');
insert into order_lines values ('de', 1, 1, 1, 1, 'For Ann'), ('de', 1, 2, 2, 1, null), ('de', 2, 1, 1, 1, 'Happy birthday Ann'), ('de', 3, 1, 3, 1, 'Bob'), ('de', 4, 1, 2, 1, null), ('at', 1, 1, 3, 1, null), ('at', 2, 1, 1, 1, null);
insert into gifts values (1, 'de', 1, 3, 'Cyd', 'from Ann to Cyd'), (2, 'de', 4, 1, 'Ann', 'from Bob to Ann'), (3, 'de', 4, 3, 'Cyd', 'from Bob to Cyd'), (4, 'de', 1, null, 'Aunt Eve', 'from Ann to Eve');
insert into payments values (1, 'de', 1, 1, 'tok_ann_1', '1111', 130.50), (2, 'de', 2, 2, 'tok_bob_2', '2222', 40.00), (3, 'de', 3, 1, 'tok_ann_3', '1111', 15.00), (4, 'de', 4, 2, 'tok_bob_4', '2222', 90.50);
insert into invoices values ('R-1', 'de', 1, 1, 'Ann Auer, Gasse 2', 130.50, '2024-03-02'), ('R-2', 'de', 4, 2, 'Bob Berg, Ring 3', 90.50, '2024-06-02'), ('R-0', null, null, 1, 'Ann Auer, Lindenweg 1', 5.00, '2010-01-01');
insert into refunds values (1, 'R-1', 'scratched'), (2, 'R-2', 'late'), (3, 'R-0', 'double');
insert into shipments values (1, 'de', 1, 'Ann Auer', 'TRACK1'), (2, 'de', 2, 'Ann Auer', 'TRACK2'), (3, 'de', 4, 'Bob Berg', 'TRACK3');
insert into shipment_events values (1, 1, '2024-03-03T00:00:00Z', 'Wien'), (2, 1, '2024-04-03T00:00:00Z', 'Berlin'), (3, 1, '2024-06-03T00:00:00Z', 'Wien');
insert into returns values (1, 'de', 1, 2, 'too big', '\x01'), (2, 'de', 4, 1, 'broken', null);
insert into coupons values ('ANN10', 1, 2, 10), ('BOB10', 2, 1, 10), ('ALL5', null, null, 5), ('ANN5', 1, null, 5);
insert into carts values ('00000000-0000-4000-8000-00000000000a', 1, null), ('00000000-0000-4000-8000-00000000000b', 2, null);
insert into cart_items values ('00000000-0000-4000-8000-00000000000a', 1, 2), ('00000000-0000-4000-8000-00000000000b', 2, 1);

insert into wishlists values (1, 1, 'Maps for Ann', true), (2, 2, 'Bob wishes', true), (3, 1, 'Secret', false);
insert into wishlist_items values (1, 1, 'the big one', 2), (1, 2, 'blue', null), (2, 3, 'for hikes', 1), (2, 1, null, null), (3, 3, 'soon', null);
insert into wishlist_viewers values (1, 2), (2, 1), (2, 3);
insert into reviews values (1, 1, 1, 5, 'Fine atlas', 'Ann A.'), (2, 1, 2, 1, 'Too round', 'Ann A.'), (3, 2, 1, 4, 'Good', 'Bob B.');
insert into review_votes values (1, 2, true), (3, 1, true), (3, 3, false), (2, 1, true);
insert into questions values (1, 1, 'Is it heavy?', null), (2, 2, 'Is it new?', null), (3, 1, 'Is it blue?', null);
insert into answers values (1, 1, 2, 'Yes, two kilos'), (2, 2, 1, 'Brand new'), (3, 3, 1, 'I found out: yes');
update questions set accepted = 1 where id = 1; update questions set accepted = 2 where id = 2; update questions set accepted = 3 where id = 3;

insert into chats values (1, 'Hikers', 1), (2, 'Bob and Cyd', 2), (3, 'Ann alone', 1);
insert into chat_members values (1, 1, 'annie'), (1, 2, 'bobby'), (1, 3, null), (2, 2, null), (2, 3, null), (3, 1, null);
insert into messages values
  (9007199254740993, 1, 1, 'Who comes?', null, '2025-01-01T10:00:00Z'), (2, 1, 2, 'I do', 9007199254740993, '2025-01-01T10:01:00Z'), (3, 1, 1, 'Good', 2, '2025-01-01T10:02:00Z'),
  (4, 1, 3, 'Not me', 3, '2025-01-01T10:03:00Z'), (5, 2, 2, 'Hi Cyd', null, '2025-01-02T10:00:00Z'), (6, 3, 1, 'to myself', null, '2025-01-03T10:00:00Z'), (7, 1, 1, 'Bye', null, '2025-01-04T10:00:00Z');
insert into reactions values (9007199254740993, 2, 'up'), (2, 1, 'heart'), (4, 2, 'sad'), (6, 1, 'ok');
insert into attachments values (1, 9007199254740993, 'route-ann.pdf', '\x0102'), (2, 2, 'bob.pdf', '\x03'), (3, 6, 'mine.pdf', null);

insert into agents values (1, 'agent@shop.example', 'Gus Guide');
insert into tickets values (1, 1, 1, 'Where is my globe?', 'closed'), (2, 2, 1, 'Bob asks', 'open');
insert into ticket_messages values (1, 1, 1, null, 'Ann writes'), (2, 1, null, 1, 'Gus answers'), (3, 2, 2, null, 'Bob writes');
insert into loyalty_cards values ('L1', 'ANN@example.com', 120), ('L2', 'bob@example.com', 5);
insert into loyalty_events values (1, 'L1', 100, '2024-01-01T00:00:00Z'), (2, 'L1', 20, '2025-01-01T00:00:00Z'), (3, 'L2', 5, '2025-01-01T00:00:00Z');
insert into households values (1, 'Auer and Berg'), (2, 'Cors');
insert into household_members values (1, 1, 'head'), (1, 2, 'partner'), (2, 3, 'head');
insert into audit_log values (1, 1, 'login', '198.51.100.1', '{"ok": true}', '2026-11-01T00:00:00Z'), (2, 1, 'login', '198.51.100.1', '{"ok": false}', '2024-01-01T00:00:00Z'), (3, 2, 'login', '198.51.100.1', null, '2026-11-01T00:00:00Z'), (4, 9, 'closed', null, null, '2026-10-01T00:00:00Z');
