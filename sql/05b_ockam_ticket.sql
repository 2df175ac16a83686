-- Run by:   ACCOUNTADMIN
-- Creates:  nothing; puts an enrollment ticket into secret API.PRIVATE.OCKAM_TICKET
-- Costs:    nothing
-- Fill in:  ockam_ticket   what this prints:
--                            ockam project ticket --usage-count 9 --expires-in 30d
--                              --attribute snowflake-api-service-outlet --relay snowflake-api-service-relay
-- The outlet enrolls at every start, so a ticket for one use does not survive a restart. Nine uses: Ockam warns of tickets
-- for ten or more that last for five days or more.
-- Run it again with a new ticket before the old one expires or is used up. Snowflake rewrites the file in the container; an
-- outlet that runs keeps its connection, and the next start reads the new ticket. Nothing restarts.

USE ROLE ACCOUNTADMIN;

ALTER SECRET API.PRIVATE.OCKAM_TICKET SET SECRET_STRING = '<% ockam_ticket %>';
