-- What a person asked in the same breath is found together.
create index request_bundle on request (org, (state #>> '{received,bundle}')) where state #>> '{received,bundle}' is not null;
